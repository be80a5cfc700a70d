"""Size class of an industrial firm: National Bureau of Statistics, classification of 2017."""

from decimal import Decimal

LARGE, MEDIUM, SMALL, MICRO, UNKNOWN = "large", "medium", "small", "micro", "unknown"
LIMITS = ((LARGE, 1000, Decimal(40_000)), (MEDIUM, 300, Decimal(2_000)), (SMALL, 20, Decimal(300)))
ABOVE_SCALE = Decimal(2_000)  # 20 million yuan of main-business revenue a year, since 2011


def size_class(staff: int | None, revenue: Decimal | None) -> str:
    """Return the class in which both limits are met; revenue is in 10,000 yuan a year.

    A firm that misses one limit belongs to the next lower class; micro needs only one low figure.
    Unknown unless both figures are known.
    """
    if staff is None or revenue is None:
        return UNKNOWN
    return next(
        (name for name, people, money in LIMITS if staff >= people and revenue >= money), MICRO
    )


def is_above_scale(revenue: Decimal | None) -> bool | None:
    """Whether revenue (10,000 yuan) reaches the line of above-scale statistics; None if unknown."""
    return None if revenue is None else revenue >= ABOVE_SCALE
