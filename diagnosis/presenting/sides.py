"""Which sides of a firm are strong and which are weak, in words."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.presenting.shapes import Axis


def strongest_and_weakest(axes: tuple[Axis, ...]) -> str:
    """The strongest and the weakest side; nothing where there is nothing to compare."""
    rated = [(Fraction(axis.rate.exact), axis.name) for axis in axes if axis.rate]
    if len(rated) < 2:
        return ""
    best, worst = max(rate for rate, _name in rated), min(rate for rate, _name in rated)
    if best == worst:
        return _("All sides are equally strong")
    strongest = [name for rate, name in rated if rate == best]
    weakest = [name for rate, name in rated if rate == worst]
    return ngettext(
        "%(best)s is strongest, %(worst)s weakest",
        "%(best)s are strongest, %(worst)s weakest",
        len(strongest),
    ) % {"best": _sides(strongest), "worst": _sides(weakest)}


def _sides(names: Sequence[str]) -> str:
    """Sides that are level: two by name, more by their number."""
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return _("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}
    return _("%(count)d sides (%(name)s and others)") % {"count": len(names), "name": names[0]}
