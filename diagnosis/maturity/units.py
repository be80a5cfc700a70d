"""A number written with a unit or a magnitude, as people type it into a field that wants none."""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from diagnosis.maturity.fields import Conversion
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
_AMOUNT = re.compile(r"(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<rest>.*)")
MONEY = ("元", "人民币", "yuan", "rmb")
_WRITTEN = re.compile(
    r"(?:约|about )?(?P<number>[+-]?[0-9][0-9,]*(?:\.[0-9]+)?) ?"
    r"(?P<magnitude>百万|千万|亿|万|千|百|million|billion|k|%)? ?"
    r"(?P<unit>元|人民币|人|台|套|吨|吨标准煤|yuan|rmb|people|machines|tce|t)?"
)


def converted(text: str, conversions: tuple[Conversion, ...]) -> Fraction | None:
    """A sum of amounts, each with its unit, in the unit that is asked for: "850万度+30万m³".

    None where a summand has no unit, or one that no conversion tells of.
    """
    parts = [_amount(part, conversions) for part in _plain(text).split("+")]
    found = [part for part in parts if part is not None]
    return sum(found, Fraction(0)) if len(found) == len(parts) else None


def _amount(part: str, conversions: tuple[Conversion, ...]) -> Fraction | None:
    match = _AMOUNT.fullmatch(part.strip())
    for word, times in _ways(conversions):
        if match and match["rest"].endswith(word):
            magnitude = MAGNITUDES.get(match["rest"].removesuffix(word).strip())
            if magnitude is not None:
                return _number(match["number"]) * magnitude * times
    return None


def _ways(conversions: tuple[Conversion, ...]) -> Iterator[tuple[str, Fraction]]:
    """Every way of writing with its factor; the longest first, so that none hides in another."""
    ways = [(_plain(word), each.times) for each in conversions for word in each.written]
    yield from sorted(ways, key=lambda way: -len(way[0]))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _number(text: str) -> Fraction:
    return parse_number(text.replace(",", ""))


def meant_by(text: str, unit: str) -> Fraction | None:
    """The number in the unit of its field that such a text means; None where nobody can tell.

    >>> str(meant_by("0.82亿", "10k-yuan")), str(meant_by("98.5%", "percent"))
    ('8200', '197/2')
    """
    match = _WRITTEN.fullmatch(_plain(text))
    if not match:
        return None
    magnitude, named = match["magnitude"] or "", match["unit"] or ""
    if not _fits(magnitude, named, unit):
        return None
    try:
        number = _number(match["number"])
    except NumberError:
        return None
    return number * MAGNITUDES[magnitude] / UNITS.get(unit, Fraction(1))


def _fits(magnitude: str, named: str, unit: str) -> bool:
    """Whether the text speaks of what the field asks for: money of money, per cent of per cent."""
    if unit == "percent" or magnitude == "%":
        return unit == "percent" and magnitude in ("", "%") and not named
    return not named or (named in MONEY) == (unit in UNITS)
