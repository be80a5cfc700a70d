"""A figure with its unit, wherever one is read: answers, hints, offers and papers."""

from fractions import Fraction

from django.utils.translation import gettext as _

from diagnosis.maturity.numbers import exact_text


def with_unit(number: Fraction, unit: str) -> str:
    """A figure as people write it: "11,526 万元", "98.5%"."""
    whole, point, rest = exact_text(number).partition(".")
    grouped = f"{int(whole):,}{point}{rest}" if whole.lstrip("-").isdigit() else whole
    if not unit or unit == "%":
        return f"{grouped}{unit}"
    if unit[:1].isdigit():  # "10,000 yuan" is itself counted
        return _("%(value)s × %(unit)s") % {"value": grouped, "unit": unit}
    return _("%(value)s %(unit)s") % {"value": grouped, "unit": unit}
