"""What the command line costs, as whole processes."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.pairs import compare
from diagnosis.catalogue import shipped_files
from diagnosis.maturity import Framework, load_framework


def start() -> dict[str, object]:
    """Scoring one sheet of the largest release, against a Python that only imports yaml."""
    path = max(shipped_files(), key=lambda file: len(load_framework(file).questions))
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder, "answers.json")
        sheet.write_text(json.dumps(_sheet(load_framework(path))), encoding="utf-8")
        compared = compare(
            lambda: _run("-c", "import yaml"),
            lambda: _run("-m", "diagnosis.maturity", "score", str(path), str(sheet)),
            calls=3,
        )
    return {**compared.as_dict(), "release": path.stem, "wrong": []}


def _sheet(framework: Framework) -> dict[str, str]:
    """A middling answer to everything that takes one option."""
    single = [q for q in framework.questions.values() if not q.takes_many and not q.has_rows]
    return {question.ref: question.ladder[len(question.ladder) // 2].ref for question in single}


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
