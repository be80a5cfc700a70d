"""A number written with a unit or a magnitude, as people type it into a field that wants none."""

import re
import unicodedata
from fractions import Fraction

from diagnosis.maturity.numbers import NumberError, parse_number

TEN_THOUSAND = Fraction(10_000)
# How much one of a field's unit is; every other unit counts as one.
UNITS = {"10k-yuan": TEN_THOUSAND}
MAGNITUDES = {
    "": Fraction(1),
    "%": Fraction(1),
    "百": Fraction(100),
    "千": Fraction(1_000),
    "k": Fraction(1_000),
    "万": TEN_THOUSAND,
    "百万": Fraction(1_000_000),
    "million": Fraction(1_000_000),
    "千万": Fraction(10_000_000),
    "亿": Fraction(100_000_000),
    "billion": Fraction(1_000_000_000),
}
MONEY = ("元", "人民币", "yuan", "rmb")
_WRITTEN = re.compile(
    r"(?:约|about )?(?P<number>[+-]?[0-9][0-9,]*(?:\.[0-9]+)?) ?"
    r"(?P<magnitude>百万|千万|亿|万|千|百|million|billion|k|%)? ?"
    r"(?P<unit>元|人民币|人|台|套|吨|吨标准煤|yuan|rmb|people|machines|tce|t)?"
)


def meant_by(text: str, unit: str) -> Fraction | None:
    """The number in the unit of its field that such a text means; None where nobody can tell.

    >>> str(meant_by("0.82亿", "10k-yuan")), str(meant_by("98.5%", "percent"))
    ('8200', '197/2')
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    match = _WRITTEN.fullmatch(plain)
    if not match:
        return None
    magnitude, named = match["magnitude"] or "", match["unit"] or ""
    if not _fits(magnitude, named, unit):
        return None
    try:
        number = parse_number(match["number"].replace(",", ""))
    except NumberError:
        return None
    return number * MAGNITUDES[magnitude] / UNITS.get(unit, Fraction(1))


def _fits(magnitude: str, named: str, unit: str) -> bool:
    """Whether the text speaks of what the field asks for: money of money, per cent of per cent."""
    if unit == "percent" or magnitude == "%":
        return unit == "percent" and magnitude in ("", "%") and not named
    return not named or (named in MONEY) == (unit in UNITS)
