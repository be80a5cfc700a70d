"""What the core expects, as an author reads it: in Chinese too, with the line of the file."""

import pytest
from django.utils import translation

from diagnosis.drafting.complaining import in_words
from diagnosis.drafting.lines import line_of
from diagnosis.drafting.reviewing import review_files
from diagnosis.drafting.starting import BLANK


@pytest.mark.parametrize(
    ("which", "old", "new", "said"),
    [
        ("rules", "axis: yes", "axle: yes", "parts[1].axle: 这里不应有这个键"),
        (
            "rules",
            'max: "100"\n',
            'max: "90"\n',
            "parts[1].questions: 按权重应为 100 分，现在是 90",
        ),
        ("rules", 'points: "50"', "points: many", "应为 48 或 37.5 这样的数，现在是 'many'"),
        ("en", "    label: A short label\n", "", "questions.q1.label: 缺少这个键"),
        (
            "rules",
            "languages: [zh, en]",
            "languages: [zh, en",
            "draft.yaml: 第 9 行: 不是",
        ),
        ("samples", '"100"', '"99"', "total 应为 99，现在是 100"),
    ],
)
def test_complaints_are_said_in_the_language_of_the_page(which, old, new, said):
    text = dict(BLANK.items())[which]
    with translation.override("zh-hans"):
        assert said in review_files(BLANK.with_file(which, text.replace(old, new))).refusal


def test_a_sentence_that_is_not_known_stays_as_it_is():
    with translation.override("zh-hans"):
        assert in_words("expected something quite new") == "expected something quite new"


RULES = BLANK.rules.split("\n")


@pytest.mark.parametrize(
    ("key", "starts"),
    [
        ("questions[1].options[2].points", "      - {ref: B"),
        ("questions.q1.kind", "    kind: single"),
        ("parts.total", "  - {ref: total"),
        ("levels.basic.score", "      - {ref: score"),
        ("q1", "  - ref: q1"),
        ("line 3", "ref: my-framework"),
    ],
)
def test_the_line_of_a_key_is_found(key, starts):
    assert RULES[line_of(BLANK.rules, key) - 1].startswith(starts)


@pytest.mark.parametrize(
    ("text", "key"), [("a: [", "a"), ("- x", "a.b"), ("a: b", "c[9]"), ("", "a"), ("a: [b]", "x")]
)
def test_what_is_not_there_has_no_line(text, key):
    assert line_of(text, key) == 0
