"""The code that a letter carries to a firm: made, read as typed by hand, and compared."""

import secrets
import unicodedata

from django.utils.crypto import constant_time_compare, salted_hmac

# 31 characters, a prime: the check below then notices every wrong and every swapped character.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RANDOM = 8  # characters: 39 bits, enough where a firm's letter takes few tries a day
LENGTH = RANDOM + 1
GROUP = 3
WEIGHT = 3
SEPARATORS = str.maketrans("", "", " -‐‑–—－　\t")


def make_code() -> str:
    """A fresh code as a letter prints it.

    >>> len(make_code())
    11
    """
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return printed(drawn + check_character(drawn))


def printed(code: str) -> str:
    """A code in groups that can be read aloud.

    >>> printed("ABCDEFGHJ")
    'ABC-DEF-GHJ'
    """
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """The code that somebody typed, without what only helps the eye; "" where it cannot be one."""
    code = unicodedata.normalize("NFKC", typed).translate(SEPARATORS).upper()
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        return ""
    return code if check_character(code[:-1]) == code[-1] else ""


def check_character(drawn: str) -> str:
    """What follows the drawn characters: a sum with a weight of its own for each place."""
    total = sum(
        ALPHABET.index(character) * WEIGHT**place for place, character in enumerate(drawn, 1)
    )
    return ALPHABET[total % len(ALPHABET)]


def digest(uscc: str, code: str) -> str:
    """What is kept of a code: keyed, so that a stolen table cannot be searched, and of one firm."""
    return salted_hmac("letter code", f"{uscc}:{code}", algorithm="sha256").hexdigest()


def is_same(kept: str, given: str) -> bool:
    return constant_time_compare(kept, given)
