"""The round: whom to ask, who has answered, and the views side by side."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diagnosis.models import Assessment, Standpoint
from diagnosis.services.assigning_sections import members_on
from diagnosis.services.voicing import ask_for_opinions, close_round
from diagnosis.teamwork.opinions import Comparison, comparison_of, round_of
from diagnosis.views.opinions.deciding import DECIDE, decide, rows_of
from diagnosis.views.reach import assessment_or_404, deck_of, may_answer
from gongfu.core import clock
from gongfu.core.errors import Invalid
from gongfu.core.requests import Request


def opinions(request: Request, assessment_id: int) -> HttpResponse:
    """The page of the round; POST asks people, ends the round or decides about what all say."""
    assessment = assessment_or_404(request, assessment_id)
    if request.method != "POST":
        return _page(request, assessment)
    if request.POST.get("action") == "close":
        return _close(request, assessment)
    if request.POST.get("action") == DECIDE:
        return _decide(request, assessment)
    people = {point: _member(request.POST.get(point, "")) for point in Standpoint.values}
    try:
        ask_for_opinions(assessment=assessment, people=people, actor=request.actor)
    except Invalid as error:
        return _page(request, assessment, people, error)
    messages.success(request, _("The people you chose have been asked by mail."))
    return redirect("diagnosis:opinions", assessment.pk)


def _close(request: Request, assessment: Assessment) -> HttpResponse:
    found = round_of(assessment, request.actor)
    if found is None:
        raise Http404(assessment.pk)
    close_round(opinion_round=found)
    messages.success(request, _("The round is over; everybody in the company sees the views now."))
    return redirect("diagnosis:opinions", assessment.pk)


def _decide(request: Request, assessment: Assessment) -> HttpResponse:
    try:
        return decide(request, assessment)
    except Invalid as error:
        return _page(request, assessment, error=error)


def _member(value: str) -> int | None:
    """The id of the member; one that cannot be is refused like one that does not exist."""
    if not value:
        return None
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else 0


def _page(
    request: Request,
    assessment: Assessment,
    people: dict[str, int | None] | None = None,
    error: Invalid | None = None,
) -> HttpResponse:
    deck = deck_of(request, assessment, with_files=False)
    found = comparison_of(assessment, request.actor, deck)
    writes = may_answer(request, assessment)
    context = {
        "assessment": assessment,
        "found": found,
        "may_write": writes,
        "rows": rows_of(found, request.POST) if found and writes else [],
        "reason": request.POST.get("reason", ""),
        "errors": error.fields if error else {},
        "places": _places(assessment, found, people, error) if writes else [],
        "problems": list(error.fields.items()) if error else [],
        "simulated": assessment.is_simulated,
    }
    status = error.status if error else 200
    return render(request, "diagnosis/opinions/list.html", context, status=status)


def _places(
    assessment: Assessment,
    found: Comparison | None,
    people: dict[str, int | None] | None,
    error: Invalid | None,
) -> list[dict[str, Any]]:
    """The three standpoints with whom to choose from; who has handed in is fixed."""
    members = list(members_on(assessment.enterprise_id, clock.today()))
    asked = {each.standpoint: each for each in found.opinions} if found else {}
    by_user = {member.user_id: member.pk for member in members}
    rows = []
    for point in Standpoint:
        place = asked.get(point)
        present = by_user.get(place.user_id) if place and place.user_id else None
        rows.append(
            {
                "point": point,
                "opinion": place,
                "fixed": bool(place and place.handed_in_at),
                "members": members,
                "chosen": people.get(point) if people is not None else present,
                "error": error.fields.get(point, "") if error else "",
            }
        )
    return rows
