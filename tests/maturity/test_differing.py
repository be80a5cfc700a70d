"""What two releases say differently, as rows."""

import re
from pathlib import Path

import pytest

from diagnosis.maturity import load_framework_text
from diagnosis.maturity.differing import differences

FOLDER = Path("diagnosis/frameworks")
RELEASES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def files(stem: str) -> dict[str, str]:
    """The files of a shipped release by short name."""
    found = {"rules": FOLDER / f"{stem}.yaml"}
    found |= {lang: FOLDER / "texts" / f"{stem}.{lang}.yaml" for lang in ("zh", "en")}
    return {name: path.read_text(encoding="utf-8") for name, path in found.items()}


def compared(stem: str, **changes: tuple[str, str]) -> list[tuple[str, ...]]:
    """The rows that appear when texts in the files of a release are replaced."""
    old = files(stem)
    new = dict(old)
    for name, (was, becomes) in changes.items():
        assert re.search(was, old[name], re.DOTALL), was
        new[name] = re.sub(was, becomes, old[name], count=1, flags=re.DOTALL)
    sides = []
    for each in (old, new):
        texts = {"zh": each["zh"], "en": each["en"]}
        framework = load_framework_text(each["rules"], f"{stem}.yaml", texts)
        sides.append((framework, {lang: framework.texts(lang) for lang in framework.languages}))
    (before, before_texts), (after, after_texts) = sides
    rows = differences(before, after, before_texts, after_texts)
    return [(r.kind, r.area, r.ref, r.item, r.key, r.lang, r.before, r.after) for r in rows]


@pytest.mark.parametrize("stem", RELEASES)
def test_a_release_does_not_differ_from_itself(stem):
    assert compared(stem) == []


def test_without_words_only_rules_are_compared():
    one = files("miit-sme-2024")
    old = load_framework_text(one["rules"], "a.yaml", {})
    new = load_framework_text(one["rules"].replace('places: "1"', 'places: "2"'), "b.yaml", {})
    [row] = differences(old, new)
    assert (row.area, row.key, row.before, row.after) == ("head", "places", "1", "2")


def test_weights_name_the_part():
    rows = compared(
        "impuls-industrie40-2015",
        rules=('strategy, weight: "25"(.*?)weight: "14"', r'strategy, weight: "24"\1weight: "15"'),
    )
    assert rows == [
        ("changed", "part", "strategy", "", "weight", "", "25", "24"),
        ("changed", "part", "smart-factory", "", "weight", "", "14", "15"),
    ]


def test_options_name_the_question_and_the_option():
    assert compared("miit-sme-2024", rules=(r'ref: B, points: "1.5"', 'ref: B, points: "1.6"')) == [
        ("changed", "question", "q2", "B", "points", "", "1.5", "1.6")
    ]


def test_options_of_a_scale_are_told_once():
    [row] = compared("gbt-39116-discrete-2020", en=(r"(scales:.*?)A: [^,\n]+", r"\1A: Quite new"))
    assert (row[:2], row[3:6], row[7]) == (("changed", "scale"), ("A", "text", "en"), "Quite new")


def test_words_name_their_language():
    [row] = compared("miit-sme-2024", en=("(  q1:.*?hint: )[^\n]*", r"\1New words"))
    assert (row[0], row[2], row[4], row[5], row[7]) == ("changed", "q1", "hint", "en", "New words")


def test_a_threshold_names_level_and_condition():
    assert compared("miit-sme-2024", rules=(r'at_least: "20"', 'at_least: "25"')) == [
        ("changed", "level", "initial", "score", "at_least", "", "20", "25")
    ]


def test_bands_read_as_intervals():
    rows = compared(
        "miit-sme-2024", rules=(r'to: "10"}(.*?)above: "10"', r'to: "12"}\1above: "12"')
    )
    [(_, _, ref, _, key, _, before, after)] = rows
    assert (ref, key) == ("q2", "computed")
    assert "A [0, 10], B (10, 20]" in before
    assert "A [0, 12], B (12, 20]" in after


def test_what_came_and_went_is_one_row_each():
    rows = compared(
        "miit-sme-2024",
        rules=(r"ref: digital-within-total", "ref: other"),
        zh=("equipment-network: ", "equipment-network: "),
    )
    assert [row[:3] for row in rows] == [
        ("removed", "check", "digital-within-total"),
        ("added", "check", "other"),
    ]
    assert rows[0][6] == rows[1][7] == "q2.equipment_digital"


def test_an_option_that_comes_with_its_question_has_no_row_of_its_own():
    old = load_framework_text(SMALL, "a.yaml", {})
    more = SMALL.replace("one, rule: mean, questions: [q1]", "one, rule: mean, questions: [q1, q2]")
    more = more.replace("[q0, q1, qb]", "[q0, q1, q2, qb]") + QUESTION.replace("q1", "q2")
    new = load_framework_text(more, "b.yaml", {})
    rows = [(row.kind, row.area, row.ref, row.item, row.key) for row in differences(old, new)]
    assert ("added", "question", "q2", "", "") in rows
    assert [row for row in rows if row[2] == "q2"] == [("added", "question", "q2", "", "")]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{profile: process, is: [discrete]}", "process = discrete"),
        ("{not: {answer: q0, is: [A, B]}}", "not q0 = A, B"),
        ('{field: q0.n, at_least: "2"}', "q0.n [2, )"),
        ('{field: q0.n, less_than: "1.5"}', "q0.n (, 1.5)"),
        (
            "{any: [{profile: process, is: [discrete]}, {all: [{answer: q0, is: [A]}]}]}",
            "(process = discrete or (q0 = A))",
        ),
    ],
)
def test_tests_read_as_formulas(written, said):
    old = load_framework_text(SMALL, "a.yaml", {})
    new = load_framework_text(SMALL + f"    shown_when: {written}\n", "b.yaml", {})
    [row] = differences(old, new)
    assert (row.ref, row.key, row.before, row.after) == ("q1", "shown_when", "", said)


QUESTION = """\
  - ref: q1
    kind: single
    max: "4"
    sources: [book]
    options: [{ref: A, points: "0"}, {ref: B, points: "4"}]
"""
SMALL = f"""\
format: "1"
ref: small
version: "1"
publisher: Somebody
source: A book
issued_on: "2024"
languages: [zh, en]
monotone: yes
total: total
places: "1"
profile: [{{ref: process, values: [discrete, process]}}]
sources: [{{ref: book, title: Book, locator: shelf, grade: A}}]
parts:
  - {{ref: total, rule: mean, max: "4", parts: [
      {{ref: one, rule: mean, questions: [q1]}}, {{ref: base, rule: mean, questions: [qb]}}]}}
sections:
  - {{ref: first, part: total, kind: questions, questions: [q0, q1, qb]}}
levels:
  - rank: "1"
    ref: only
    names: {{zh: 级, en: Level}}
    conditions:
      - {{ref: any, kind: either, of: [
          {{ref: a, kind: score, part: total, at_least: "2"}},
          {{ref: b, kind: count, questions: [q1], points: "2", at_least: all}}]}}
questions:
  - ref: q0
    kind: single
    asks: scope
    sources: [book]
    options: [{{ref: A}}, {{ref: B}}]
    fields: [{{ref: n, unit: piece}}]
    computed:
      kind: number
      now: {{numerator: q0.n}}
      bands: [{{option: A, from: "0", below: "5"}}, {{option: B, from: "5"}}]
{QUESTION.replace("q1", "qb")}{QUESTION}"""
