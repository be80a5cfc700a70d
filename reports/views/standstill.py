"""Lists of firms that do not move: who they are, a file of them, and a reminder to them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from diagnosis.recipients import writers_of_many
from diagnosis.services.extending import extend_deadlines
from diagnosis.services.reminding_many import last_reminders, start_reminding, try_reminding
from enterprises.campaign_forms import refuse
from enterprises.models import Campaign, Enterprise, Wave
from enterprises.views.imports import table_response
from gongfu.core.access import may
from gongfu.core.clock import city_day, now, today
from gongfu.core.errors import Invalid
from gongfu.core.paging import by_key, link
from gongfu.core.requests import Request
from gongfu.core.spreadsheets import Value
from reports.coverage.calls import Standstill
from reports.coverage.names import names_for
from reports.standstill.forms import ALL, ExtendForm, RemindForm, StandstillForm
from reports.standstill.listing import KINDS, Stays, counts_of, firms_of, of_kind, still

CHUNK = 500


@require_safe
def standstill(request: Request, slug: str) -> HttpResponse:
    """Who never started, stalled or is overdue; every filter stands in the address."""
    return _page(request, get_object_or_404(Campaign, slug=slug), RemindForm(), status=200)


@require_POST
def standstill_remind(request: Request, slug: str) -> HttpResponse:
    """Say what a reminder would do; send it once that was seen."""
    found = get_object_or_404(Campaign, slug=slug)
    form = RemindForm(request.POST, firms=_firms(request, found))
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if not form.cleaned_data["sure"]:
        return _ask(request, found, form, ExtendForm())
    firms, back = form.chosen, _back(request, found)
    try:
        job = start_reminding(campaign=found, enterprises=firms, back=back, actor=request.actor)
    except Invalid as error:
        form.add_error(None, error.message)
        return _page(request, found, form, status=422)
    return redirect("core:job", job.pk)


@require_POST
def standstill_extend(request: Request, slug: str) -> HttpResponse:
    """Give the firms of the list, or those chosen, more time, with a reason."""
    found = get_object_or_404(Campaign, slug=slug)
    form = RemindForm(request.POST, firms=_firms(request, found))
    if not form.is_valid():
        return _page(request, found, form, status=422)
    longer = ExtendForm(request.POST)
    if not longer.is_valid():
        return _ask(request, found, form, longer)
    try:
        count = extend_deadlines(
            campaign=found, enterprises=form.chosen, actor=request.actor, **longer.cleaned_data
        )
    except Invalid as error:
        refuse(longer, error)
        return _ask(request, found, form, longer)
    text = ngettext(
        "%(count)d enterprise has more time now.",
        "%(count)d enterprises have more time now.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect(_back(request, found))


def _ask(request: Request, found: Campaign, form: RemindForm, longer: ExtendForm) -> HttpResponse:
    """What can be done for these firms, and what a reminder would do."""
    firms = form.chosen
    everybody = form.cleaned_data["whom"] == ALL
    context = {
        "campaign": found,
        "tried": try_reminding(campaign=found, enterprises=firms),
        "longer": longer,
        "whom": form.cleaned_data["whom"],
        "firms": [] if everybody else [firm.pk for firm in firms],
        "total": firms.count(),
        "back": _back(request, found),
        "query": request.GET.urlencode(),
        "simulated": found.is_simulated,
    }
    status = 422 if longer.errors else 200
    return render(request, "reports/standstill/remind.html", context, status=status)


def _firms(request: Request, found: Campaign) -> QuerySet[Enterprise]:
    """The firms of the list that the address names."""
    return firms_of(_listed(request, found, _who(request, found)))


def _back(request: Request, found: Campaign) -> str:
    return f"{reverse('diagnosis:standstill', args=[found.slug])}?{request.GET.urlencode()}"


@require_safe
def standstill_export(request: Request, slug: str, form: str) -> HttpResponseBase:
    """The list as a file that says by itself what it shows."""
    found = get_object_or_404(Campaign, slug=slug)
    who = _who(request, found)
    name = f"{who.chosen_kind}-{found.slug}-{today():%Y%m%d}"
    return table_response(_exported(request, found, who), form=form, name=name)


def _page(request: Request, found: Campaign, form: RemindForm, *, status: int) -> HttpResponse:
    who = _who(request, found)
    every = still(found, who.rule, request.actor)
    counts = counts_of(every)
    listed = of_kind(every, who.chosen_kind, who.idle_days)
    page = by_key(listed, request.GET, ordering=("enterprise__name_key",), size=50)
    context = {
        "campaign": found,
        "who": who,
        "form": form,
        "kinds": [
            {
                "name": kind.label,
                "count": counts[kind.value],
                "url": link(request.GET, kind=kind.value),
                "current": kind.value == who.chosen_kind,
            }
            for kind in KINDS
        ],
        "kind": who.chosen_kind,
        "page": page,
        "lines": _lines(page.rows),
        "chosen": set(request.POST.getlist("firm")),
        "may_remind": may(request.actor, "campaign.remind") and found.closed_on is None,
        "query": request.GET.urlencode(),
        "simulated": found.is_simulated,
    }
    return render(request, "reports/standstill/list.html", context, status=status)


def _who(request: Request, found: Campaign) -> StandstillForm:
    names = names_for(request.actor)
    form = StandstillForm(
        request.GET,
        waves=Wave.objects.filter(campaign=found),
        districts=[(code, row.name) for code, row in names.districts.items()],
        industries=[(code, row.short_name) for code, row in names.industries.items()],
    )
    if form.chosen_kind != Standstill.STALLED:
        del form.fields["idle"]
    return form


def _listed(request: Request, found: Campaign, who: StandstillForm) -> Stays:
    return of_kind(still(found, who.rule, request.actor), who.chosen_kind, who.idle_days)


def _lines(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows with what a regulator needs to act: how long nothing moved, and who can be written."""
    told = last_reminders([row.work_id for row in rows if row.work_id])
    people = writers_of_many([row.enterprise_id for row in rows])
    day = today()
    return [
        {
            "firm": row.enterprise,
            "due_on": row.due_on,
            "late": max(0, (day - row.due_on).days) if row.due_on else 0,
            "idle": (day - _since(row)).days,
            "answered": row.answered or 0,
            "questions": row.questions or 0,
            "is_invited": row.work_id is not None,
            "reminded": told.get(row.work_id),
            "has_people": row.enterprise_id in people,
        }
        for row in rows
    ]


def _since(row: Any) -> Any:
    moment = row.last_answer_at or row.opened_at
    return city_day(moment) if moment else row.entered_on


def _exported(request: Request, found: Campaign, who: StandstillForm) -> Iterator[Sequence[Value]]:
    yield [str(Standstill(who.chosen_kind).label)]
    yield [_("Campaign"), found.name]
    yield [_("Made at"), now()]
    if settings.GONGFU_DEMO or found.is_simulated:
        yield [_("Simulated data: no real enterprise is shown.")]
    yield []
    yield [
        *(_("Credit code"), _("Enterprise"), _("District"), _("Industry"), _("Size")),
        *(_("Contact person"), _("Phone"), _("Due on"), _("Days overdue"), _("Questions answered")),
        *(_("Questions"), _("Days without movement"), _("Last reminder")),
    ]
    rows = _listed(request, found, who).order_by("enterprise__name_key", "pk")
    for start in range(0, rows.count(), CHUNK):
        for line in _lines(list(rows[start : start + CHUNK])):
            firm = line["firm"]
            yield [
                *(firm.uscc, firm.name, firm.district.name, firm.industry.name),
                *(firm.get_size_display(), firm.contact_name, firm.contact_phone),
                *(line["due_on"], line["late"] or None, line["answered"], line["questions"]),
                *(line["idle"], line["reminded"]),
            ]
