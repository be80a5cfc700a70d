"""Letter codes: read as people type them, and no slip of the hand makes another valid code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.register.letter_codes import (
    ALPHABET,
    LENGTH,
    check_character,
    digest,
    is_same,
    make_code,
    printed,
    read_code,
)

drawn = st.text(ALPHABET, min_size=8, max_size=8)
codes = drawn.map(lambda text: text + check_character(text))


@given(codes, st.sampled_from([" ", "-", " - ", "－", "　", "–"]), st.booleans())
def test_a_code_is_read_however_it_is_typed(code, gap, small):
    typed = printed(code).replace("-", gap)
    assert read_code(typed.lower() if small else typed) == code


@given(codes)
def test_full_width_letters_are_the_same_code(code):
    assert read_code("".join(chr(ord(character) + 0xFEE0) for character in code)) == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code, place, other):
    wrong = code[:place] + other + code[place + 1 :]
    assert read_code(wrong) == (code if wrong == code else "")


@given(codes, st.integers(0, LENGTH - 2))
def test_two_swapped_characters_are_noticed(code, place):
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert read_code(wrong) == (code if wrong == code else "")


@given(st.text())
def test_whatever_is_typed_is_a_code_or_nothing(typed):
    assert read_code(typed) in ("", read_code(read_code(typed)))


def test_a_hundred_fresh_codes_are_all_different_and_can_be_read():
    made = {make_code() for _ in range(100)}
    assert len(made) == 100
    assert all(printed(read_code(code)) == code for code in made)


@pytest.mark.parametrize("other", ["91310115MA1F00007E", "91310115MA1F00008D"])
def test_a_digest_is_that_of_one_firm_and_one_code(other):
    kept = digest("91310115MA1F00006F", "ABCDEFGHJ")
    assert not is_same(kept, digest(other, "ABCDEFGHJ"))
    assert not is_same(kept, digest("91310115MA1F00006F", "ABCDEFGHK"))
    assert "ABCDEFGHJ" not in kept
