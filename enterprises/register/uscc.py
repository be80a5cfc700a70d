"""Unified social credit code, GB 32100-2015: check, explain, and make for simulated firms."""

import re

from stdnum.cn.uscc import calc_check_digit

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
# Authority and entity type (letters are allowed in both), area, organisation, check character.
SHAPE = re.compile(rf"[{ALPHABET}]{{2}}\d{{6}}[{ALPHABET}]{{10}}")
# What a hand or a scanner makes of a character that the code does not use.
LOOK_ALIKES = str.maketrans({"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"})


def is_valid_uscc(code: str) -> bool:
    """Whether the code is well formed and its check character fits; not stricter than the standard.

    >>> is_valid_uscc("91110000600037341L"), is_valid_uscc("91110000600037341M")
    (True, False)
    """
    return bool(SHAPE.fullmatch(code)) and calc_check_digit(code) == code[-1]


def strange_letters(code: str) -> str:
    """The characters that no credit code uses, each once, in order."""
    return "".join(dict.fromkeys(character for character in code if character not in ALPHABET))


def likely_meant(code: str) -> str:
    """The valid code that look-alike letters turned into this one, or "".

    Swapped neighbours are not tried: of the dozen swaps of a wrong code every third time one is
    valid by chance.
    """
    meant = code.translate(LOOK_ALIKES)
    return meant if is_valid_uscc(meant) else ""


def make_uscc(prefix: str, serial: int = 0) -> str:
    """Complete a prefix to a valid code: a serial number fills the gap, the check follows.

    >>> make_uscc("91310115MA1F", 7)
    '91310115MA1F00007E'
    """
    room = LENGTH - 1 - len(prefix)
    digits = ""
    while len(digits) < room:
        serial, rest = divmod(serial, len(ALPHABET))
        digits = ALPHABET[rest] + digits
    if serial or room < 0:
        raise ValueError(f"no room for the serial number after {prefix!r}")
    return prefix + digits + calc_check_digit(prefix + digits)
