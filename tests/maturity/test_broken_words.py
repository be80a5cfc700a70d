"""A text that is missing, or that belongs to nothing, is named by file and key."""

import shutil

import pytest

from diagnosis.maturity.__main__ import main
from tests.maturity.sheets import RELEASES

BREAKS = {
    "row missing": (", yard: Row yard}", "}", "questions.reach.rows.yard: expected this key"),
    "row too many": (", yard: Row", ", barn: Row", "questions.reach.rows.yard: expected this key"),
    "rows missing": (
        ", rows: {office: Row office, yard: Row yard}",
        "",
        "questions.reach.rows: expected this key, it is missing",
    ),
    "rows of a question without any": (
        "label: marks,",
        "label: marks, rows: {a: b},",
        "questions.marks.rows: expected no such key here",
    ),
    "option of a scale missing": (
        "{A: None, B: Some, C: All}",
        "{A: None, B: Some}",
        "questions.store.options: expected words for option C, here or under scales",
    ),
    "scale missing": (
        "scales:\n  step: {A: None, B: Some, C: All}\n",
        "",
        "questions.store.options: expected words for option A, here or under scales",
    ),
    "option of a scale too many": (
        "C: All}",
        "C: All, D: More}",
        "scales.step.D: expected no such",
    ),
    "scale unknown": (
        "  step: {A: None",
        "  stop: {}\n  step: {A: None",
        "scales.stop: expected no",
    ),
    "scale that is no mapping": ("{A: None, B: Some, C: All}", "[A]", "scales.step: expected a"),
    "trait missing": (
        "profile:\n  size: {name: Size, values: {large: Large, small: Small}}\n",
        "",
        "profile: expected this key",
    ),
    "value of a trait missing": (", small: Small", "", "profile.size.values.small: expected this"),
    "trait unknown": ("  size: {name", "  mood: {name", "profile.size: expected this key"),
    "condition unknown": ("  way: Either", "  weigh: Either", "conditions.weigh: expected no such"),
    "conditions as a list": ("  way: Either so or so", "  - {a: b}", "conditions: expected a map"),
    "help for no option": ("{out: Nothing is moved}", "{gone: Away}", "option_help.gone: expected"),
    "field missing": ("{area: {label: Area, unit: m2}}", "{}", "fields.area: expected this key"),
    "part missing": ("  staff: {name: Part staff}\n", "", "parts.staff: expected this key"),
    "level missing": ("  two: {gist: As it says}\n", "", "levels.two: expected this key"),
    "question missing": ("  ship: {text", "  boat: {text", "questions.ship: expected this key"),
    "empty text": (
        "level_rule: Points, gates and steps.",
        'level_rule: ""',
        "level_rule: expected",
    ),
    "other language": ("language: en", "language: zh", "language: expected one of en, found 'zh'"),
}


@pytest.mark.parametrize("name", list(BREAKS))
def test_a_text_that_is_missing_or_too_many_is_named(name, tmp_path, capsys):
    old, new, expected = BREAKS[name]
    shutil.copytree(RELEASES, tmp_path / "releases")
    texts = tmp_path / "releases" / "texts" / "rich-1.en.yaml"
    words = texts.read_text(encoding="utf-8")
    assert old in words
    texts.write_text(words.replace(old, new, 1), encoding="utf-8")
    assert main(["check", str(tmp_path / "releases" / "rich-1.yaml")]) == 2
    out, line = capsys.readouterr()
    assert (out, line.count("\n")) == ("", 1)
    assert line.startswith("rich-1.en.yaml: ")
    assert expected in line
