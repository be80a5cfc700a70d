"""How numbers are shown: by the rule of their release, at one precision outside the arithmetic.

Page, PDF and API show the same. The arithmetic page alone gives exact numbers throughout; where
rounded parts do not add up to the rounded total the table says so, and where changes are meant to
be added up they get as many decimals as they need.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.maturity import Framework
from diagnosis.maturity.numbers import HALF_UP
from diagnosis.presenting.asked import Amount

MOST_DECIMALS = 3


def rounding_in_words(framework: Framework) -> str:
    """Without a full stop, because it stands in sentences and tables alike."""
    places = framework.places
    if framework.rounding == "down":
        return _("down to %(places)d decimal places; all computing is exact") % {"places": places}
    if framework.rounding != HALF_UP:
        return _("half to even at %(places)d decimal places; all computing is exact") % {
            "places": places
        }
    return ngettext(
        "half up to %(places)d decimal place; all computing is exact",
        "half up to %(places)d decimal places; all computing is exact",
        places,
    ) % {"places": places}


def adds_up_as_shown(parts: Iterable[Amount], total: Amount) -> bool:
    """Whether a reader who adds the parts as a table gives them comes to the total beside them."""
    return sum((Decimal(part.precise) for part in parts), Decimal(0)) == Decimal(total.precise)


def enough_decimals(amounts: Iterable[Amount]) -> int | None:
    """The fewest decimals at which all are exact; None where some never are, or need too many."""
    found = 0
    for amount in amounts:
        if "/" in amount.exact:
            return None
        found = max(found, len(amount.exact.partition(".")[2]))
    return found if found <= MOST_DECIMALS else None


def with_decimals(amount: Amount, places: int | None) -> Amount:
    """The same number shown with so many decimals; with those of its release where None."""
    if places is None:
        return amount
    return Amount(amount.exact, f"{Decimal(amount.exact):.{places}f}")
