"""The trials of planning, in small."""

import json
from itertools import islice

from tests.verify import planning


def test_each_trial_holds_for_some_firms(monkeypatch):
    monkeypatch.setattr(planning, "FEW", 5)
    for number, case in enumerate(islice(planning.cases(4), 4)):
        trial = (planning.scored, planning.tried_out)[number % 2]
        assert trial(case)["wrong"] == []


def test_what_is_wrong_is_counted_and_shown(capsys):
    told = planning.tell("law", _wrong_once, [("rows", ({}, {}), 0), ("rows", ({}, {}), 1)])
    line = json.loads(capsys.readouterr().out)
    assert (told, line["wrong"], line["unproven"], line["first"]) == (1, 1, 2, [1])


def _wrong_once(case):
    return {"wrong": [case[2]] if case[2] else [], "unproven": 1, "seconds": 0.0}
