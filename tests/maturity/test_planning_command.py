"""`python -m diagnosis.maturity plan`."""

import json
import os
import subprocess
import sys

import pytest

from diagnosis.maturity.__main__ import main
from tests.maturity.sheets import MIIT_FILE


@pytest.fixture
def answers(tmp_path):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"q5": "C", "s01": "2"}), encoding="utf-8")
    return str(file)


def planned(capfd, *words):
    assert main(["plan", str(MIIT_FILE), *words]) == 0
    return json.loads(capfd.readouterr().out)


def test_a_plan_to_the_next_level_is_printed(answers, capfd):
    told = planned(capfd, answers)
    assert (told["target"], told["after"]["level"], told["possible"]) == (
        "initial",
        "initial",
        True,
    )
    assert told["proof"] == {"proven": True, "bound": told["cost"]["high"], "gap": "0"}
    assert sum(int(item["cost"]["high"]) for item in told["items"]) == int(told["cost"]["high"])


def test_with_a_budget_it_is_the_most_points(answers, capfd):
    told = planned(capfd, answers, "--budget", "60", "--months", "9", "--without", "roadmap")
    assert told["target"] is None
    assert int(told["cost"]["high"]) <= 60
    assert told["months"] <= 9
    assert "roadmap" not in [item["ref"] for item in told["items"]]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--budget", "much"], "plan: --budget: expected a number, found 'much'"),
        (["--budget"], "plan: --budget: expected a value after it"),
        (["--moon", "1"], "plan: --moon: expected one of --profile"),
        (["--level", "9"], "plan: --level: expected one of initial, "),
        (["--must", "moon"], "plan: --must: expected refs of solutions, found moon"),
    ],
)
def test_what_cannot_be_meant_is_named_in_one_line(words, complaint, answers, capfd):
    assert main(["plan", str(MIIT_FILE), answers, *words]) == 2
    [line] = capfd.readouterr().err.splitlines()
    assert line.startswith(complaint)


def test_the_same_question_has_the_same_answer_in_every_process(answers):
    def run(seed):
        command = [sys.executable, "-m", "diagnosis.maturity", "plan", str(MIIT_FILE), answers]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(command, capture_output=True, check=True, env=environment).stdout

    assert run("1") == run("2")
