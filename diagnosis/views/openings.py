"""Waves of a campaign, and assessments opened in bulk: tried, ordered, and what came of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Exists, OuterRef
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from diagnosis.models import Assessment, Status
from diagnosis.opening_forms import OpeningForm
from diagnosis.services.opening_many import being_opened, start_opening, to_open, try_opening
from enterprises.campaign_forms import refuse
from enterprises.models import (
    Campaign,
    District,
    Enterprise,
    Industry,
    Opening,
    OpeningLine,
    ScopeEntry,
    Wave,
)
from enterprises.programme.rule import read_rule
from enterprises.programme.selecting import in_scope_on, meant
from enterprises.programme.services.waving import drop_wave, make_wave
from enterprises.programme.wording import rule_in_words
from enterprises.views.imports import table_response
from enterprises.wave_forms import WaveForm, WhoForm
from gongfu.core.access import may
from gongfu.core.clock import now, today
from gongfu.core.errors import Conflict, Invalid
from gongfu.core.paging import by_key
from gongfu.core.requests import Request
from gongfu.core.spreadsheets import Value

ORDERS = 10  # newest that the page shows
CHUNK = 500


def waves(request: Request, slug: str) -> HttpResponse:
    """The waves in order, how far each is; POST adds one."""
    found = get_object_or_404(Campaign, slug=slug)
    form = WaveForm(request.POST or None, campaign=found)
    if request.method == "POST" and form.is_valid() and _made(form, found, request):
        messages.success(request, _("The wave is added. Nobody is invited yet."))
        return redirect("diagnosis:waves", found.slug)
    may_manage = may(request.actor, "campaign.manage") and found.closed_on is None
    context = {
        "campaign": found,
        "form": form,
        "lines": _wave_lines(found, request),
        "may_manage": may_manage,
        "simulated": found.is_simulated,
    }
    status = 422 if form.errors else 200
    return render(request, "diagnosis/campaigns/waves.html", context, status=status)


def _made(form: WaveForm, found: Campaign, request: Request) -> bool:
    try:
        make_wave(campaign=found, values=form.values, rule=form.rule, actor=request.actor)
    except Invalid as error:
        refuse(form, error)
        return False
    return True


@require_POST
def wave_drop(request: Request, slug: str, wave_id: int) -> HttpResponse:
    """Take a wave away from which nobody was invited."""
    wave = get_object_or_404(Wave.objects.select_related("campaign"), pk=wave_id)
    if wave.campaign.slug == slug:
        drop_wave(wave=wave)
        messages.success(request, _("The wave is taken away."))
    return redirect("diagnosis:waves", slug)


def _wave_lines(found: Campaign, request: Request) -> list[dict[str, Any]]:
    """Each wave with its firms in scope and how many have begun; one statement for each step."""
    known = list(Wave.objects.filter(campaign=found))
    stays = ScopeEntry.objects.filter(in_scope_on(today()), campaign=found)
    own = Assessment.objects.filter(campaign=found, is_extra=False, enterprise=OuterRef("pk"))
    inside = Enterprise.objects.visible_to(request.actor).with_any(stays)
    counted = {
        "firms": _by_wave(inside, known),
        "opened": _by_wave(inside.filter(Exists(own)), known),
        "done": _by_wave(inside.filter(Exists(own.exclude(status=Status.DRAFT))), known),
    }
    return [
        {
            "wave": wave,
            "words": rule_in_words(wave.rule),
            **{name: counts[f"w{wave.pk}"] for name, counts in counted.items()},
        }
        for wave in known
    ]


def _by_wave(firms: Any, known: Sequence[Wave]) -> dict[str, int]:
    wanted = {f"w{one.pk}": Count("pk", filter=meant(read_rule(one.rule))) for one in known}
    return firms.aggregate(**wanted) if wanted else {}


def opening(request: Request, slug: str) -> HttpResponse:
    """Who would be invited and who is skipped, and why; POST orders it."""
    found = get_object_or_404(Campaign, slug=slug)
    who = _who(request, found)
    wave = who.chosen_wave
    form = OpeningForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and (made := _ordered(form, found, who, request))
    ):
        return redirect("diagnosis:opening_order", made.pk)
    tried = try_opening(campaign=found, rule=who.rule, actor=request.actor)
    opens = {"opens": tried.opens}
    if not form.is_bound:
        form = OpeningForm(initial={"due_on": (wave or found).due_on, **opens})
    else:  # what the page shows now is what the next press agrees to
        form.data = {**form.data, **{name: str(count) for name, count in opens.items()}}
    orders = Opening.objects.visible_to(request.actor).filter(campaign=found)
    context = {
        "campaign": found,
        "who": who,
        "form": form,
        "tried": tried,
        "page": _to_open(request, found, who),
        "orders": orders.select_related("by", "wave").order_by("-pk")[:ORDERS],
        "is_running": found.starts_on <= today() and found.closed_on is None,
        "is_busy": being_opened(found),
        "query": request.GET.urlencode(),
        "simulated": found.is_simulated,
    }
    status = 422 if form.errors else 200
    return render(request, "diagnosis/campaigns/opening.html", context, status=status)


def _who(request: Request, found: Campaign) -> WhoForm:
    own = request.actor.district_code
    districts = District.objects.filter(pk=own) if own else District.objects.all()
    return WhoForm(
        request.GET,
        waves=Wave.objects.filter(campaign=found),
        districts=[(row.code, row.name) for row in districts],
        industries=[(row.code, row.short_name) for row in Industry.objects.all()],
    )


def _to_open(request: Request, found: Campaign, who: WhoForm) -> Any:
    firms = (
        Enterprise.objects.none()
        if who.rule is None
        else to_open(campaign=found, rule=who.rule, actor=request.actor)
    )
    firms = firms.select_related("district", "industry")
    return by_key(firms, request.GET, ordering=("name_key",), size=12)


def _ordered(form: OpeningForm, found: Campaign, who: WhoForm, request: Request) -> Opening | None:
    try:
        return start_opening(
            campaign=found,
            wave=who.chosen_wave,
            rule=who.rule,
            due_on=form.cleaned_data["due_on"],
            seen=form.cleaned_data["opens"],
            actor=request.actor,
        )
    except Invalid as error:
        refuse(form, error)
    except Conflict as error:
        form.add_error(None, error.message)
    return None


@require_safe
def opening_order(request: Request, opening_id: int) -> HttpResponse:
    """How far an order is, and what became of each firm."""
    found = _order(request, opening_id)
    lines = found.lines.select_related("enterprise__district")
    counts = dict(found.lines.order_by().values_list("outcome").annotate(Count("pk")))
    context = {
        "opening": found,
        "campaign": found.campaign,
        "words": rule_in_words(found.rule),
        "counts": [(label, counts.get(key, 0)) for key, label in OpeningLine.Outcome.choices],
        "job": found.job if found.job and found.job.owner_id == request.user.pk else None,
        "page": by_key(lines, request.GET, ordering=("id",), size=50),
        "simulated": found.campaign.is_simulated,
    }
    return render(request, "diagnosis/campaigns/order.html", context)


@require_safe
def opening_export(request: Request, opening_id: int, form: str) -> HttpResponseBase:
    """What became of each firm, as a file."""
    found = _order(request, opening_id)
    return table_response(_exported(found), form=form, name=f"opened-{found.pk}")


def _order(request: Request, opening_id: int) -> Opening:
    orders = Opening.objects.visible_to(request.actor).select_related(
        "campaign", "wave", "by", "job"
    )
    return get_object_or_404(orders, pk=opening_id)


def _exported(found: Opening) -> Iterator[Sequence[Value]]:
    yield [_("Assessments opened in bulk")]
    yield [_("Campaign"), found.campaign.name]
    yield [_("Ordered at"), found.made_at]
    yield [_("Made at"), now()]
    if settings.GONGFU_DEMO or found.campaign.is_simulated:
        yield [_("Simulated data: no real enterprise is shown.")]
    yield []
    yield [_("Credit code"), _("Enterprise"), _("District"), _("Outcome"), _("Due on")]
    lines = found.lines.select_related("enterprise__district").order_by("pk")
    for line in lines.iterator(chunk_size=CHUNK):
        firm = line.enterprise
        yield [
            *(firm.uscc, firm.name, firm.district.name),
            *(line.get_outcome_display(), found.due_on),
        ]
