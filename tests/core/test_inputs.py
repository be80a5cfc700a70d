"""The gate for text and numbers from outside."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongfu.core.errors import Invalid
from gongfu.core.inputs import clean_text, parse_number


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1200", "1200"),
        ("1,200.5", "1200.5"),
        ("１２００", "1200"),
        (" 37.5 ", "37.5"),
        ("-3", "-3"),
        ("1e3", "1000"),
        ("999999999999999999", "999999999999999999"),
    ],
)
def test_numbers_as_people_type_them_are_exact(raw, value):
    assert parse_number(raw) == Decimal(value)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "abc",
        "1.2.3",
        "NaN",
        "inf",
        "1e19",
        "1e-100000000",
        "0x10",
        "1" * 19,
        "1,2,3",
        "--1",
        "½",
    ],
)
def test_what_is_no_number_is_refused_in_words(raw):
    with pytest.raises(Invalid):
        parse_number(raw)


@pytest.mark.parametrize("raw", ["a\x00b", "\ud800", "a\x1bb", "x" * 10_001])
def test_text_that_a_database_would_choke_on_is_refused(raw):
    with pytest.raises(Invalid):
        clean_text(raw)


def test_text_is_trimmed_composed_and_free_of_direction_marks():
    assert clean_text("  a\u202eb\n c ") == "ab c"
    assert clean_text("e\u0301") == "é"
    assert clean_text("a\nb", multiline=True) == "a\nb"


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(raw):
    try:
        once = clean_text(raw)
    except Invalid:
        return
    assert clean_text(once) == once
