"""The rounding rule of a release in words; printed beside every figure that is rounded."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.maturity import Framework
from diagnosis.maturity.numbers import HALF_UP


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
