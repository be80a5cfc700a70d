"""What narrows the list of solutions, and in which order they stand."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue import published
from diagnosis.cataloguing.inputs import VALUES
from diagnosis.library import terms
from diagnosis.maturity.fitting import ruled_out
from diagnosis.maturity.solution_terms import Area, Term
from diagnosis.maturity.solutions import Solution
from enterprises.models import Industry
from gongfu.core.languages import short

BANDS = {"s": (0, 20), "m": (20, 100), "l": (100, 10**9)}  # high end, 10k yuan
EVERY = (-1, 10**9)
FACTS = ("division", "size")  # of a firm, as the rules of a solution call them
SORTS: Mapping[str, Callable[[Solution], Any]] = {
    "name": lambda each: each.names[short()],
    "cost": lambda each: (each.cost.high, each.ref),
    "months": lambda each: (each.months.high, each.ref),
}

Choices = list[tuple[str, Any]]


def _all(*choices: tuple[str, Any]) -> Choices:
    return [("", _("All")), *choices]


def _named(found: Iterable[Area | Term]) -> Choices:
    return _all(*((each.ref, each.names[short()]) for each in found))


def _areas() -> Choices:
    return _named(terms().areas.values())


def _origins() -> Choices:
    return _named(terms().origins.values())


def _sizes() -> Choices:
    return _all(*((size, VALUES[size]) for size in terms().traits["size"]))


def _industries() -> Choices:
    rows = Industry.objects.filter(code__in=terms().traits["division"])
    return _all(*((row.code, f"{row.code} {row.short_name}") for row in rows))


def _frameworks() -> Choices:
    return _all(*((each.key, each.texts(short()).short_name) for _row, each in published()))


class LibraryFilter(forms.Form):
    """Narrows the library; what is no choice narrows nothing."""

    area = forms.ChoiceField(label=_("Area"), required=False, choices=_areas)
    division = forms.ChoiceField(label=_("For industry"), required=False, choices=_industries)
    size = forms.ChoiceField(label=_("For firms of size"), required=False, choices=_sizes)
    framework = forms.ChoiceField(
        label=_("Changes answers to"), required=False, choices=_frameworks
    )
    origin = forms.ChoiceField(label=_("Origin"), required=False, choices=_origins)
    cost = forms.ChoiceField(
        label=_("Cost, 10,000 yuan"),
        required=False,
        choices=_all(("s", _("up to 20")), ("m", "20–100"), ("l", _("over 100"))),
    )
    o = forms.CharField(required=False, widget=forms.HiddenInput)

    def narrow(self, found: Iterable[Solution]) -> list[Solution]:
        """What fits what was chosen, sorted as asked."""
        self.is_valid()
        kept = [each for each in found if self._keeps(each)]
        order = self.cleaned_data.get("o", "")
        sort = SORTS.get(order.removeprefix("-"))
        return sorted(kept, key=sort, reverse=order.startswith("-")) if sort else kept

    def _keeps(self, each: Solution) -> bool:
        given = self.cleaned_data
        low, high = BANDS.get(given.get("cost", ""), EVERY)
        firm = {fact: given[fact] for fact in FACTS if given.get(fact)}
        return (
            given.get("area", "") in ("", each.area)
            and given.get("origin", "") in ("", each.origin)
            and given.get("framework", "") in ("", *each.effects)
            and low < each.cost.high <= high
            and not ruled_out(each, firm)
        )
