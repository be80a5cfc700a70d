"""The shape of the code is a test: who may import whom, how large a file is, what it is called."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.readme import ROOT

TREES = ("gongfu", "enterprises", "diagnosis", "reports", "tests", "benchmarks")
SOURCES = sorted(
    p for tree in TREES for p in (ROOT / tree).rglob("*.py") if "migrations" not in p.parts
)
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "managers", "handlers"}
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
MOST_LINES = 500


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_import_contracts_hold():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_too_long_to_read():
    long = {name(p): n for p in SOURCES if (n := p.read_text("utf-8").count("\n")) > MOST_LINES}
    assert long == {}


def test_every_module_is_named_for_what_it_holds():
    assert [name(p) for p in SOURCES if EMPTY_NAMES & {p.stem, p.parent.name}] == []


@pytest.mark.parametrize("tree", TREES[:4])
def test_translated_strings_are_whole(tree):
    """An f-string or a joined text inside gettext is never found in a catalogue."""
    broken = [
        f"{name(path)}:{call.lineno}"
        for path in SOURCES
        if path.is_relative_to(ROOT / tree)
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if is_gettext(call) and not all(isinstance(a, ast.Constant) for a in message(call))
    ]
    assert broken == []


def is_gettext(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    return getattr(node.func, "id", getattr(node.func, "attr", "")) in GETTEXT


def message(call: ast.Call) -> list[ast.expr]:
    """The arguments that must be literal; those of n-variants end before the count."""
    function = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if function.startswith("n"):
        return call.args[:2]
    return call.args if function.startswith("p") else call.args[:1]
