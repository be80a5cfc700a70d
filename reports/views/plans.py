"""Agreed plans for officials: how far they are, which checks are due, and who to ask."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from enterprises.views.imports import table_response
from gongfu.core.chips import chips_of
from gongfu.core.choices import offer
from gongfu.core.clock import city_day, now, today
from gongfu.core.paging import by_key
from gongfu.core.requests import Request
from gongfu.core.spreadsheets import Value
from reports.coverage.names import Names, names_for
from reports.forms import ALL
from reports.plan_rows import (
    NO_DAY,
    ORDERS,
    Plans,
    Standing,
    narrowed,
    overdue_days,
    plans_of,
    standing_at,
)

CHUNK = 500


class PlanFilterForm(forms.Form):
    """What narrows the list down; everything is optional and lives in the address."""

    q = forms.CharField(label=gettext_lazy("Name or credit code"), max_length=80, required=False)
    campaign = forms.ChoiceField(label=gettext_lazy("Campaign"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    standing = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[*ALL, *Standing.choices], required=False
    )

    def __init__(self, data: Mapping[str, str], *, names: Names) -> None:
        super().__init__(data)
        campaigns = [(slug, row.name) for slug, row in names.campaigns.items()]
        offer(self, "campaign", [*ALL, *campaigns])
        districts = [(code, row.name) for code, row in names.districts.items()]
        offer(self, "district", [*ALL, *districts])
        if len(names.districts) < 2:
            del self.fields["district"]


@require_safe
def plan_list(request: Request) -> HttpResponse:
    """Plans by the day of their next check; every filter and the order stand in the address."""
    form, every = _form(request), plans_of(request.actor)
    page = by_key(
        narrowed(every, form.cleaned_data, today()), request.GET, ordering=_ordering(request)
    )
    context = {
        "form": form,
        "chips": chips_of(form, request.GET),
        "page": page,
        "lines": [_line(plan) for plan in page.rows],
        "counts": _counts(every),
        "query": request.GET.urlencode(),
    }
    return render(request, "reports/plans.html", context)


@require_safe
def plan_export(request: Request, form: str) -> HttpResponseBase:
    """The filtered list as a file."""
    filters = _form(request)
    found = narrowed(plans_of(request.actor), filters.cleaned_data, today())
    rows = _exported(found.order_by(*_ordering(request), "pk"))
    return table_response(rows, form=form, name=f"plans-{today():%Y%m%d}")


def _form(request: Request) -> PlanFilterForm:
    form = PlanFilterForm(request.GET, names=names_for(request.actor))
    form.is_valid()
    return form


def _ordering(request: Request) -> tuple[str, ...]:
    """What is due longest first, unless a column head was clicked."""
    wanted = request.GET.get("o", "due")
    column = ORDERS.get(wanted.removeprefix("-"), "next_due")
    return (f"-{column}" if wanted.startswith("-") else column,)


def _counts(plans: Plans) -> dict[str, int]:
    """What the page opens with."""
    day = today()
    counted = (Standing.DONE, Standing.DUE, Standing.OVERDUE)
    return {"all": plans.count()} | {
        each.value: standing_at(plans, each, day).count() for each in counted
    }


def _line(plan: Any) -> dict[str, Any]:
    day = today()
    return {
        "plan": plan,
        "firm": plan.assessment.enterprise,
        "next_due": None if plan.next_due == NO_DAY else plan.next_due,
        "is_due": plan.next_due <= day,
        "overdue": overdue_days(plan, day),
    }


def _exported(found: Plans) -> Iterator[Sequence[Value]]:
    yield [_("Agreed plans")]
    yield [_("Made at"), now()]
    if settings.GONGFU_DEMO:
        yield [_("Simulated data: no real enterprise is shown.")]
    yield []
    yield [
        *(_("Credit code"), _("Enterprise"), _("District"), _("Campaign"), _("Agreed on")),
        *(_("Measures"), _("Measures done"), _("Next check due"), _("Days overdue")),
        _("Spent so far, 10,000 yuan"),
    ]
    for plan in found.iterator(chunk_size=CHUNK):
        line = _line(plan)
        firm = line["firm"]
        yield [
            *(firm.uscc, firm.name, firm.district.short_name, plan.assessment.campaign.name),
            *(city_day(plan.agreed_at), plan.measures, plan.done, line["next_due"]),
            *(line["overdue"] or None, plan.spent),
        ]
