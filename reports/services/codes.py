"""Short codes: what a person types from paper to verify a report."""

import secrets
import unicodedata

ALPHABET = "3479ACDEFGHJKMNPQRTUWXY"  # no pair looks alike; 23 is prime, see check_character
LENGTH = 10  # nine drawn at random, one that checks them


def new_code() -> str:
    """A code that nobody can guess: 23 to the ninth possibilities."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + check_character(drawn)


def check_character(drawn: str) -> str:
    """Finds any one wrong character and any swap: the weights differ and the base is prime."""
    total = sum(weight * ALPHABET.index(char) for weight, char in enumerate(drawn, start=2))
    return ALPHABET[total % len(ALPHABET)]


def printed(code: str) -> str:
    """As it stands on paper: 7KQ4A-M9XDH."""
    return f"{code[:5]}-{code[5:]}"


def typed(text: str) -> str | None:
    """The code a person meant, blanks, dashes, case and width forgiven; None if it is none."""
    wide = unicodedata.normalize("NFKC", text).upper()
    code = "".join(char for char in wide if char not in " -_‐–—")
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code if check_character(code[:-1]) == code[-1] else None
