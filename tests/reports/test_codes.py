"""Codes that people type from paper."""

import pytest

from reports.services.codes import ALPHABET, LENGTH, new_code, printed, typed


def test_a_code_is_read_as_it_is_printed():
    code = new_code()
    assert typed(printed(code)) == code
    assert len(code) == LENGTH


def test_blanks_dashes_case_and_width_are_forgiven():
    code = new_code()
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code)
    assert typed(f" {code[:3].lower()} {code[3:5]} – {code[5:]} ") == code
    assert typed(wide) == code


def test_every_single_wrong_character_is_found():
    code = new_code()
    for place in range(LENGTH):
        for other in set(ALPHABET) - {code[place]}:
            assert typed(code[:place] + other + code[place + 1 :]) is None


def test_every_swap_of_two_different_characters_is_found():
    code = new_code()
    for first in range(LENGTH):
        for second in range(first + 1, LENGTH):
            if code[first] != code[second]:
                chars = list(code)
                chars[first], chars[second] = chars[second], chars[first]
                assert typed("".join(chars)) is None


def test_no_two_characters_look_alike():
    for pair in ("0O", "1I", "1L", "IL", "2Z", "5S", "8B", "UV", "6G", "0Q", "0D"):
        assert not set(pair) <= set(ALPHABET)


@pytest.mark.parametrize("text", ["", "GF-2026-000001", "💥" * 10, "7KQ4A", "\x00" * 10])
def test_what_cannot_be_a_code_is_none(text):
    assert typed(text) is None


def test_codes_are_drawn_at_random():
    drawn = {new_code() for _ in range(500)}
    assert len(drawn) == 500
    assert {code[0] for code in drawn} == set(ALPHABET)
