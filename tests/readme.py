"""The README's tables, read for the tests that hold it to the code."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", re.MULTILINE)


def settings_table() -> dict[str, str]:
    """Return variable -> what the cell of its default says."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("\n## Settings\n", 1)[1].split("\n## ", 1)[0]
    return {name: default for name, default, meaning in ROW.findall(section)}
