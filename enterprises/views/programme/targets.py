"""The targets of a campaign as one table: districts down, days across."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.campaign_forms import TargetForm, refuse
from enterprises.models import Campaign, District, Target
from enterprises.programme.services.setting_targets import (
    CITY,
    Place,
    days_of,
    field_of,
    set_targets,
    targets_of,
)
from gongfu.core.access import may
from gongfu.core.errors import Invalid
from gongfu.core.requests import Request

Kind = Target.Kind


def campaign_targets(request: Request, slug: str) -> HttpResponse:
    """Every share that is set; POST changes those the reader may set."""
    found = get_object_or_404(Campaign, slug=slug)
    kind = _kind(request)
    known = targets_of(found, kind)
    days, rows = days_of(found, kind), _rows()
    form = TargetForm(
        request.POST or None, places=_open_places(request, found, days, rows), known=known
    )
    if request.method == "POST" and form.is_valid():
        changed = _set(form, found, kind, request)
        if changed is not None:
            _tell(request, changed)
            query = QueryDict(mutable=True)
            query["kind"] = kind
            return redirect(f"{request.path}?{query.urlencode()}")
    context = {
        "campaign": found,
        "form": form,
        "kinds": [(one.value, one.label, one.value == kind) for one in Kind],
        "days": days,
        "rows": [_line(code, name, days, form, known) for code, name in rows],
        "may_set": bool(form.fields),
        "own_district": request.actor.district_code,
        "simulated": found.is_simulated,
    }
    status = 422 if form.errors else 200
    return render(request, "enterprises/programme/targets.html", context, status=status)


def _kind(request: Request) -> str:
    wanted = request.GET.get("kind", "")
    return wanted if wanted in Kind.values else Kind.COVERED.value


def _rows() -> list[tuple[str, str]]:
    districts = [(row.code, row.name) for row in District.objects.all()]
    return [(CITY, _("Whole city")), *districts]


def _open_places(
    request: Request, found: Campaign, days: Sequence[date], rows: Sequence[tuple[str, str]]
) -> dict[Place, str]:
    """The cells that the reader may fill in: all for the city, a row for a district, or none."""
    if found.closed_on is not None or not may(request.actor, "campaign.target"):
        return {}
    own = request.actor.district_code
    return {
        Place(code, day): f"{name} {day.isoformat()}"
        for code, name in rows
        if own in (None, code)
        for day in days
    }


def _line(
    code: str,
    name: str,
    days: Sequence[date],
    form: TargetForm,
    known: dict[Place, Decimal],
) -> dict[str, Any]:
    cells = []
    for place in (Place(code, day) for day in days):
        key = field_of(place)
        share = known.get(place)
        cells.append(
            {
                "field": form[key] if key in form.fields else None,
                "share": None if share is None else share * 100,
            }
        )
    return {"name": name, "is_city": code == CITY, "cells": cells}


def _set(form: TargetForm, found: Campaign, kind: str, request: Request) -> int | None:
    try:
        return set_targets(campaign=found, kind=kind, shares=form.shares, actor=request.actor)
    except Invalid as error:
        refuse(form, error)
        return None


def _tell(request: Request, changed: int) -> None:
    if changed:
        text = ngettext("%(count)d target is set.", "%(count)d targets are set.", changed)
        messages.success(request, text % {"count": changed})
    else:
        messages.info(request, _("Nothing was changed."))
