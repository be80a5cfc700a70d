"""The library as pages and as files."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue import published
from diagnosis.cataloguing.differing import differences
from diagnosis.cataloguing.inputs import LABELS
from diagnosis.cataloguing.reviewing import needed_by
from diagnosis.cataloguing.sources import present_source, present_sources
from diagnosis.library import library, terms
from diagnosis.maturity.questions import UNVERIFIED
from diagnosis.maturity.solutions import Solution
from diagnosis.models import SolutionDraft, SolutionEdition
from diagnosis.planning.telling import span_text
from diagnosis.presenting.computing import joined
from diagnosis.presenting.wording import option_in_words
from gongfu.core.access import may
from gongfu.core.chips import chips_of
from gongfu.core.languages import short
from gongfu.core.requests import Request
from gongfu.core.slicing import sliced

BANDS = {"s": (0, 20), "m": (20, 100), "l": (100, 10**9)}  # high end, 10k yuan
SORTS = {
    "name": lambda each: each.names[short()],
    "cost": lambda each: (each.cost.high, each.ref),
    "months": lambda each: (each.months.high, each.ref),
}


class LibraryFilter(forms.Form):
    """Narrows the library; what is no choice narrows nothing."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    origin = forms.ChoiceField(label=_("Origin"), required=False)
    cost = forms.ChoiceField(
        label=_("Cost, 10,000 yuan"),
        required=False,
        choices=[("", _("All")), ("s", _("up to 20")), ("m", "20–100"), ("l", _("over 100"))],
    )
    o = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        known, lang = terms(), short()
        for name, found in (("area", known.areas), ("origin", known.origins)):
            choices = [("", _("All")), *((e.ref, e.names[lang]) for e in found.values())]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def narrow(self, found: list[Solution]) -> list[Solution]:
        """What fits what was chosen, sorted as asked."""
        self.is_valid()
        given = self.cleaned_data
        low, high = BANDS.get(given.get("cost", ""), (-1, 10**9))
        kept = [
            each
            for each in found
            if given.get("area", "") in ("", each.area)
            and given.get("origin", "") in ("", each.origin)
            and low < each.cost.high <= high
        ]
        order = given.get("o", "")
        sort = SORTS.get(order.removeprefix("-"))
        return sorted(kept, key=sort, reverse=order.startswith("-")) if sort else kept


@dataclass(frozen=True, slots=True)
class Card:
    """A solution in the words of the reader."""

    solution: Solution
    name: str
    area: str
    gap: str
    origin: str
    cost: str
    months: str
    effort: str
    unverified: bool
    withdrawn: bool


def card_of(each: Solution) -> Card:
    known, lang = terms(), short()
    area = known.areas[each.area]
    gap = next((gap.names[lang] for gap in area.gaps if gap.ref == each.gap), each.gap)
    spans = (each.cost, each.months, each.effort)
    return Card(
        solution=each,
        name=each.names[lang],
        area=area.names[lang],
        gap=gap,
        origin=known.origins[each.origin].names[lang] if each.origin in known.origins else "",
        cost=span_text(each.cost),
        months=span_text(each.months),
        effort=span_text(each.effort),
        unverified=UNVERIFIED in (each.status, *(span.status for span in spans)),
        withdrawn=each.ref not in library().offered,
    )


def solutions(request: Request) -> HttpResponse:
    """All solutions; withdrawn ones too, marked."""
    form = LibraryFilter(request.GET)
    found = form.narrow(list(library().known.values()))
    context = {
        "form": form,
        "page": sliced([card_of(each) for each in found], request.GET),
        "chips": chips_of(form, request.GET),
        "is_author": may(request.actor, "solution.author"),
    }
    return render(request, "diagnosis/solutions/list.html", context)


def solution(request: Request, ref: str) -> HttpResponse:
    """One solution with everything that it holds, and its editions."""
    found = library().known.get(ref)
    if found is None:
        raise Http404
    is_author = may(request.actor, "solution.author")
    drafts = SolutionDraft.objects.visible_to(request.actor).open().filter(ref=ref)
    context = {
        **facts(found),
        "editions": SolutionEdition.objects.filter(ref=ref).order_by("-number"),
        "is_author": is_author,
        "drafts": drafts.order_by("-updated_at")[:5],
        "needed": [card_of(each) for each in needed_by(ref)],
        "problem": "",
    }
    return render(request, "diagnosis/solutions/solution.html", context)


def edition(request: Request, ref: str, number: int) -> HttpResponse:
    """One edition as it was published, and what it changed."""
    found = get_object_or_404(SolutionEdition, ref=ref, number=number)
    earlier = SolutionEdition.objects.filter(ref=ref, number__lt=number).order_by("number").last()
    then = library().editions.get(found.pk)
    context = {
        **(facts(then) if then else {}),
        "edition": found,
        "changes": differences(earlier.source, found.source) if earlier else (),
        "earlier": earlier,
    }
    return render(request, "diagnosis/solutions/edition.html", context)


def facts(found: Solution) -> dict[str, Any]:
    """A solution for a page: its card, its texts and its effects in words."""
    lang, known = short(), library().known
    return {
        "card": card_of(found),
        "solution": found,
        "texts": [
            (LABELS[key], getattr(found, key)[lang])
            for key in ("summary", "benefit", "network", "risks", "evidence")
        ],
        "software_class": terms().classes[found.software_class].names[lang]
        if found.software_class in terms().classes
        else "",
        "source": terms().sources[found.cost.source].names[lang]
        if found.cost.source in terms().sources
        else "",
        "requires": [card_of(known[each]) for each in found.requires if each in known],
        "fit": [each.text[lang] for each in found.fit],
        "preconditions": [each.text[lang] for each in found.preconditions],
        "effects": list(effects_in_words(found, lang)),
    }


def effects_in_words(found: Solution, lang: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each release that it says something about: questions and what they would be at least."""
    for _release, framework in published():
        texts = framework.texts(lang)
        lines = [
            {
                "label": texts.question(each.question).label,
                "then": joined(
                    tuple(
                        option_in_words(texts, each.question, f"{row}.{option}" if row else option)
                        for row, options in each.rows.items()
                        for option in options
                    )
                ),
                "expected": each.expected,
            }
            for each in found.raises(framework.key, expected=True)
            if each.question in framework.questions
        ]
        if lines:
            yield texts.name, lines


def file(request: Request, ref: str) -> HttpResponse:
    """The file of one solution as it stands."""
    source = present_source(ref)
    if not source:
        raise Http404
    return yaml_response(source, ref)


def yaml_response(source: str, ref: str) -> HttpResponse:
    name = "".join(each for each in ref if each.isalnum() or each in "-_") or "solution"
    response = HttpResponse(source, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return response


def files(request: Request) -> FileResponse:
    """All solutions as an archive, laid out like the shipped ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for ref, source in present_sources().items():
            archive.writestr(f"{library().known[ref].area}/{ref}.yaml", source)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="solutions.zip")
