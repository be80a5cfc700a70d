"""Which words a draft lacks."""

import pytest

from diagnosis.catalogue import shipped_files
from diagnosis.drafting.files import Files, read_trees
from diagnosis.drafting.gaps import gaps_of
from diagnosis.drafting.starting import BLANK
from diagnosis.services.publishing import samples_beside, texts_beside


def gaps(files: Files) -> list[tuple[str, str]]:
    return [(gap.lang, gap.key) for gap in gaps_of(read_trees(files))]


def without(which: str, line: str) -> Files:
    text = dict(BLANK.items())[which]
    assert line in text
    return BLANK.with_file(which, text.replace(line, ""))


def test_a_whole_framework_has_no_gap():
    assert gaps(BLANK) == []


def test_a_text_that_one_language_lacks_is_named():
    assert gaps(without("en", "    evidence: What would prove it\n")) == [
        ("en", "questions.q1.evidence")
    ]
    assert gaps(without("zh", "B: 部分有, ")) == [("zh", "questions.q1.options.B")]


def test_a_text_that_is_optional_is_missed_only_where_another_language_has_it():
    longer = BLANK.with_file("en", BLANK.texts["en"] + "trend_rule: How changes are compared.\n")
    assert gaps(longer) == [("zh", "trend_rule")]
    assert gaps(without("en", "    hint: How to answer\n")) == [("en", "questions.q1.hint")]


def test_a_promised_language_without_a_file_lacks_everything():
    three = BLANK.with_file("rules", BLANK.rules.replace("[zh, en]", "[zh, en, fr]"))
    missing = gaps(three)
    assert ("fr", "questions.q1.options.A") in missing
    assert {lang for lang, _key in missing} == {"fr"}


@pytest.mark.parametrize("path", shipped_files(), ids=lambda path: path.stem)
def test_a_shipped_release_has_no_gap(path):
    files = Files(path.read_text(encoding="utf-8"), texts_beside(path), samples_beside(path))
    assert gaps(files) == []


def test_a_tree_of_odd_shapes_has_gaps_but_no_error():
    odd = BLANK.with_file("rules", "parts: x\nquestions: [x, {ref: [a]}, {ref: q2, rows: [a, {}]}]")
    assert ("en", "questions.q2.rows.a") in gaps(odd)
