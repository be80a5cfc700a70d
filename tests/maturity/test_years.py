"""Words name the years of a sheet where it is known when it is answered, and say so elsewhere."""

import pytest

from diagnosis.maturity import FrameworkError, load_framework_text
from tests.maturity.sheets import MIIT, ROOT

FILE = ROOT / "diagnosis/frameworks/miit-sme-2024.yaml"
RULES = FILE.read_text(encoding="utf-8")
WORDS = (FILE.parent / "texts/miit-sme-2024.en.yaml").read_text(encoding="utf-8")


def label(framework, lang):
    return framework.texts(lang).question("q14").fields["revenue_this"].label


@pytest.mark.parametrize(
    ("lang", "known", "unknown"),
    [
        ("zh", "2025 年营业收入", "上年营业收入"),
        ("en", "Revenue, 2025", "Revenue, the last full year"),
    ],
)
def test_a_label_names_the_year_before_the_one_of_the_answers(lang, known, unknown):
    assert label(MIIT.in_year(2026), lang) == known
    assert label(MIIT, lang) == unknown
    assert "_year}" not in str(MIIT.texts(lang).questions)


def test_a_year_changes_words_only():
    dated = MIIT.in_year(2026)
    assert (dated.digest, dated.questions) == (MIIT.digest, MIIT.questions)
    assert dated is MIIT.in_year(2026)
    assert label(dated.in_year(2020), "en") == "Revenue, 2019"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("{last_year}", "{next_year}", "expected {last_year} or {year_before}, found {next_year}"),
        ('year: "{year}"\n', 'year: "year"\n', "year: expected text with {year} in it"),
        ("last_year: the last full year\n", "", "last_year: expected this key, it is missing"),
        (
            'year: "{year}"\nlast_year: the last full year\nyear_before: the year before it\n',
            "",
            "and year, last_year and year_before in the head, found {third_year}",
        ),
    ],
)
def test_a_mark_that_stands_for_nothing_is_refused(before, after, expected):
    assert before in WORDS
    framework = load_framework_text(RULES, FILE.name, {"en": WORDS.replace(before, after)})
    with pytest.raises(FrameworkError) as refused:
        framework.texts("en")
    assert expected in str(refused.value)
