"""Samples for spot checks: the list of draws, a new one, one draw, and one check."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from diagnosis.after_forms import Data, ServiceForm, posted
from diagnosis.models import SpotCheck, SpotDraw
from diagnosis.quality.drawing import LEAST_SHARE, ticket
from diagnosis.services.sampling import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_SEED,
    draw_sample,
    drawn_again,
    mark_check,
)
from enterprises.models import Campaign, District
from enterprises.views.imports import table_response
from gongfu.core.actor import Actor
from gongfu.core.clock import city_day
from gongfu.core.errors import Invalid
from gongfu.core.paging import by_key
from gongfu.core.requests import Request
from gongfu.core.spreadsheets import Value

RISKY = 10  # suggested number of firms by risk


class DrawForm(ServiceForm):
    """Where from, how many, and by which seed."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.all(),
        label=gettext_lazy("Campaign"),
        to_field_name="slug",
        empty_label=None,
    )
    district = forms.ModelChoiceField(
        District.objects.all(),
        label=gettext_lazy("District"),
        required=False,
        empty_label=gettext_lazy("Whole city"),
    )
    share = forms.IntegerField(
        label=gettext_lazy("By chance, per cent of all"),
        help_text=gettext_lazy("Related programmes check at least one firm in ten on site."),
        initial=LEAST_SHARE,
    )
    risky = forms.IntegerField(
        label=gettext_lazy("By risk, at most so many"),
        help_text=gettext_lazy(
            "Those whose flags weigh most, of all who were not drawn by chance."
        ),
        initial=RISKY,
    )
    seed = forms.CharField(
        label=gettext_lazy("Seed"),
        help_text=gettext_lazy("Leave it empty for a fresh one. It is kept with the draw."),
        required=False,
        max_length=LONGEST_SEED,
    )

    def __init__(self, data: Data, *, actor: Actor) -> None:
        super().__init__(data)
        if actor.district_code:
            del self.fields["district"]


class MarkForm(ServiceForm):
    assigned_to = forms.CharField(
        label=gettext_lazy("Who goes there"), required=False, max_length=LONGEST_NAME
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=SpotCheck.Outcome.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("What was looked at, and what it showed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_NOTE}),
    )


def samples(request: Request) -> HttpResponse:
    """The draws so far, and the form of a new one."""
    form = DrawForm(posted(request), actor=request.actor)
    if request.method == "POST" and form.is_valid():
        made = _drawn(request, form)
        if made:
            messages.success(request, _("The sample is drawn; its list no longer changes."))
            return redirect("diagnosis:sample", made.pk)
    draws = SpotDraw.objects.visible_to(request.actor).defer("population")
    page = by_key(draws.select_related("campaign", "district"), request.GET, ordering=("-pk",))
    status = 422 if form.errors else 200
    context = {"form": form, "page": page}
    return render(request, "diagnosis/quality/samples.html", context, status=status)


def _drawn(request: Request, form: DrawForm) -> SpotDraw | None:
    given = form.cleaned_data
    own = request.actor.district_code
    district = District.objects.get(pk=own) if own else given.get("district")
    try:
        return draw_sample(**{**given, "district": district}, actor=request.actor)
    except Invalid as error:
        form.complain(error)
        return None


@require_safe
def sample(request: Request, draw_id: int) -> HttpResponse:
    """One draw: how it was made, that it can be made again, and its checks."""
    made = _draw(request, draw_id)
    checks = _checks(request).filter(draw=made)
    listed = list(made.checks.values_list("assessment__enterprise__uscc", "part"))
    context = {
        "draw": made,
        "page": by_key(checks, request.GET, ordering=("part", "-risk", "pk")),
        "members": len(made.population),
        "by_chance": sum(part == SpotCheck.Part.RANDOM for _code, part in listed),
        "is_same": sorted(listed) == sorted(drawn_again(made)),
        "is_whole": _is_whole(request, made),
        "simulated": made.campaign.is_simulated,
    }
    return render(request, "diagnosis/quality/sample.html", context)


@require_safe
def sample_export(request: Request, draw_id: int, form: str) -> HttpResponseBase:
    """The frozen population with everybody's ticket, so that the draw can be done by hand."""
    made = _draw(request, draw_id)
    if not _is_whole(request, made):
        raise Http404(draw_id)
    return table_response(_exported(made), form=form, name=f"spot-checks-{made.pk}")


def _is_whole(request: Request, made: SpotDraw) -> bool:
    """Whether everybody in the population is in reach."""
    own = request.actor.district_code
    return not own or made.district_id == own


def _exported(made: SpotDraw) -> Iterator[Sequence[Value]]:
    parts = dict(drawn_again(made))
    yield [_("Population of the draw")]
    yield [_("Seed"), made.seed]
    yield [_("Digest of the population"), made.population_digest]
    yield [_("Drawn at"), made.drawn_at]
    if made.campaign.is_simulated:
        yield [_("Simulated data: no real enterprise is shown.")]
    yield []
    yield [_("Credit code"), _("Weight of its flags"), _("Ticket"), _("Drawn")]
    for code, risk in sorted(made.population, key=lambda one: ticket(made.seed, one[0])):
        part = parts.get(code)
        label = str(SpotCheck.Part(part).label) if part else None
        yield [code, risk, ticket(made.seed, code), label]


def spot_check(request: Request, check_id: int) -> HttpResponse:
    """One check: who goes there, what was found."""
    check = get_object_or_404(_checks(request), pk=check_id)
    kept = {name: getattr(check, name) for name in ("assigned_to", "outcome", "note")}
    form = MarkForm(posted(request), initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            seen = request.POST.get("seen", check.outcome)
            mark_check(check=check, seen=seen, actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            form.complain(error)
        else:
            messages.success(request, _("The spot check is noted."))
            return redirect("diagnosis:sample", check.draw_id)
    context: dict[str, Any] = {
        "check": check,
        "form": form,
        "day": city_day(check.draw.drawn_at),
        "simulated": check.assessment.is_simulated,
    }
    status = 422 if form.errors else 200
    return render(request, "diagnosis/quality/check.html", context, status=status)


def _draw(request: Request, draw_id: int) -> SpotDraw:
    found = SpotDraw.objects.visible_to(request.actor).select_related("campaign", "district")
    return get_object_or_404(found, pk=draw_id)


def _checks(request: Request) -> Any:
    found = SpotCheck.objects.visible_to(request.actor)
    return found.select_related("assessment__enterprise__district", "assessment__campaign", "draw")
