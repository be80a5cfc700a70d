"""One parser for every number from outside, and the two ways it is written back."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.maturity.numbers import (
    NumberError,
    canonical_number,
    exact_text,
    parse_number,
    rounded_text,
)
from diagnosis.maturity.values import Value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("48", Fraction(48)),
        ("048", Fraction(48)),
        ("-3.50", Fraction(-7, 2)),
        ("+1", Fraction(1)),
        (" 37.5 ", Fraction(75, 2)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("1e3", Fraction(1000)),
        ("1.5E-2", Fraction(3, 200)),
        ("1,200.50", Fraction(2401, 2)),
        ("４８．５", Fraction(97, 2)),
        ("0e5", Fraction(0)),
        ("999999999999999999", Fraction(10**18 - 1)),
        ("1e18", Fraction(10**18)),
    ],
)
def test_a_decimal_number_is_read_exactly(text, number):
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (48, "not_text"),
        (None, "not_text"),
        (True, "not_text"),
        ("", "not_a_number"),
        (".", "not_a_number"),
        ("e3", "not_a_number"),
        ("twelve", "not_a_number"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("1/3", "not_a_number"),
        ("1,20", "not_a_number"),
        ("1_000", "not_a_number"),
        ("0x10", "not_a_number"),
        ("1 000", "not_a_number"),
        ("١٢", "not_a_number"),
        ("1234567890123456789", "too_long"),
        ("0.0000000000000000001", "too_long"),
        ("9" * 1_000_000, "too_long"),
        ("1e19", "exponent"),
        ("1e10000000", "exponent"),
        ("1e-100000000", "exponent"),
        ("100000000000000000e18", "exponent"),
        ("0.1e-18", "exponent"),
    ],
)
def test_anything_else_is_refused_with_a_code(text, code):
    with pytest.raises(NumberError) as refused:
        parse_number(text)
    assert refused.value.code == code


def test_a_refusal_says_what_was_expected():
    with pytest.raises(NumberError, match="at most 18 digits"):
        parse_number("1" * 19)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("048", "48"),
        ("1,200.50", "1200.5"),
        ("1e3", "1000"),
        ("-0", "0"),
        ("-2.50", "-2.5"),
        ("123456789012345678e1", "123456789012345678e1"),
        ("1e-18", "1e-18"),
    ],
)
def test_a_number_is_kept_in_one_spelling(text, canonical):
    assert canonical_number(text) == canonical


@settings(deadline=None)
@given(st.integers(-(10**18) + 1, 10**18 - 1), st.integers(-18, 18))
def test_the_kept_spelling_is_kept_again_and_means_the_same(digits, exponent):
    text = f"{digits}e{exponent}"
    try:
        number = parse_number(text)
    except NumberError:
        return
    kept = canonical_number(text)
    assert parse_number(kept) == number
    assert canonical_number(kept) == kept


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_the_parser(text):
    with suppress(NumberError):
        parse_number(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(2367, 40), "59.175"),
        (Fraction(140, 3), "140/3"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 1024), "0.0009765625"),
        (Fraction(-7, 3), "-7/3"),
    ],
)
def test_an_exact_value_is_a_decimal_where_it_ends(value, text):
    assert exact_text(value) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("59.175", 1, "59.2"),
        ("59.15", 1, "59.2"),
        ("59.149", 1, "59.1"),
        ("19.975", 1, "20.0"),
        ("0.05", 1, "0.1"),
        ("100", 1, "100.0"),
        ("2.5", 0, "3"),
        ("-0.35", 1, "-0.3"),
    ],
)
def test_what_is_shown_is_rounded_half_up(value, places, text):
    assert rounded_text(parse_number(value), places) == text


def test_a_value_shows_both_faces():
    value = Value(Fraction(140, 3))
    assert value.as_dict() == {"exact": "140/3", "shown": "46.7"}
    assert str(value) == "46.7"
    assert not Value(Fraction(0))
    assert Value(Fraction(1)) < value
