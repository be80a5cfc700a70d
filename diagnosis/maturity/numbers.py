"""One parser for every number from outside, and the two ways a number is written back."""

import re
import unicodedata
from fractions import Fraction

HALF_UP, HALF_EVEN, DOWN = "half-up", "half-even", "down"
ROUNDINGS = (HALF_UP, HALF_EVEN, DOWN)
MAX_DIGITS = 18
MAX_EXPONENT = 18
LONGEST_TEXT = 60

_PLAIN = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,20}))?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")

MESSAGES = {
    "not_text": "expected a number written as text",
    "not_a_number": "expected a number such as 48 or 37.5",
    "too_long": "expected a number of at most %(digits)s digits",
    "exponent": "expected a number between 1e-%(exponent)s and 1e%(exponent)s",
}


class NumberError(ValueError):
    """Text that is no acceptable number; `code` and `params` let the page say so in its words."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.params = {"digits": str(MAX_DIGITS), "exponent": str(MAX_EXPONENT)}
        self.message = MESSAGES[code] % self.params
        super().__init__(self.message)


def parse_number(text: object) -> Fraction:
    """Read a decimal number exactly; every limit is checked on the text, before any arithmetic."""
    digits, exponent = _split(text)
    return Fraction(digits * 10**exponent) if exponent >= 0 else Fraction(digits, 10**-exponent)


def canonical_number(text: object) -> str:
    """Write the same number in the one spelling that is stored: "1,200.50" becomes "1200.5"."""
    digits, exponent = _split(text)
    plain = exact_text(parse_number(text))
    if sum(map(str.isdigit, plain)) <= MAX_DIGITS:
        return plain
    return f"{digits}e{exponent}"


def exact_text(value: Fraction) -> str:
    """Write the canonical decimal where it is finite, else "n/d": 2367/40 gives "59.175"."""
    places = _decimal_places(value.denominator)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    return _point(value.numerator * 10**places // value.denominator, places)


def rounded_text(value: Fraction, places: int, rounding: str = HALF_UP) -> str:
    """Round and keep the places: 19.975 shows as "20.0" half up. `down` is towards zero."""
    scaled = value * 10**places
    if rounding == HALF_EVEN:
        whole = round(scaled)
    elif rounding == DOWN:
        whole = scaled.__trunc__()
    else:
        whole = (scaled + Fraction(1, 2)).__floor__()
    return _point(whole, places)


def _split(text: object) -> tuple[int, int]:
    """Give the number as a whole count of powers of ten, without trailing zeros."""
    sign, whole, fraction, written = _parts(text)
    if len(whole) + len(fraction) > MAX_DIGITS:
        raise NumberError("too_long")
    if abs(int(written)) > MAX_EXPONENT:
        raise NumberError("exponent")
    digits, exponent = int(whole + fraction), int(written) - len(fraction)
    if digits == 0:
        return 0, 0
    while digits % 10 == 0:
        digits, exponent = digits // 10, exponent + 1
    if abs(exponent) > MAX_EXPONENT:
        raise NumberError("exponent")
    return (-digits if sign == "-" else digits), exponent


def _parts(text: object) -> tuple[str, str, str, str]:
    if not isinstance(text, str):
        raise NumberError("not_text")
    if len(text) > LONGEST_TEXT:
        raise NumberError("too_long")
    # Chinese input methods type full-width digits and points; they mean the same numbers.
    text = unicodedata.normalize("NFKC", text).strip()
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    match = _PLAIN.fullmatch(text)
    if not match or not (match[2] or match[3]):
        raise NumberError("not_a_number")
    return match[1], match[2], match[3] or "", match[4] or "0"


def _decimal_places(denominator: int) -> int | None:
    """Count the decimals a fraction needs; None when they never end."""
    counts = {2: 0, 5: 0}
    for prime in counts:
        while denominator % prime == 0:
            denominator //= prime
            counts[prime] += 1
    return max(counts.values()) if denominator == 1 else None


def _point(number: int, places: int) -> str:
    digits = str(abs(number)).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
