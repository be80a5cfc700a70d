"""The table of rows against the code: no fault point is left out, no request is misunderstood."""

import ast

import pytest

from tests.faults.__main__ import main
from tests.faults.table import ROWS
from tests.readme import ROOT

APPS = ("gongfu", "enterprises", "diagnosis", "reports")


def points_in_code() -> set[str]:
    return {
        node.args[0].value
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "fault.point"
    }


def test_every_fault_point_is_used_by_a_row_and_every_row_names_real_ones():
    assert {point for row in ROWS for point in row.points} == points_in_code()


@pytest.mark.parametrize(
    ("arguments", "profile", "said"),
    [
        (["R-F99"], "both", "R-F99 is no fault row"),
        (["R-F11"], "pg", "runs on sqlite only"),
        ([], "oracle", "DB=oracle is unknown"),
    ],
)
def test_a_request_that_cannot_be_met_is_answered_in_one_line(
    arguments, profile, said, monkeypatch, capsys
):
    monkeypatch.setenv("DB", profile)
    assert main(arguments) == 2
    assert said in capsys.readouterr().err.splitlines()[0]
