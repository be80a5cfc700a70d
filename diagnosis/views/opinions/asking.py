"""The round: whom to ask, who has answered, and the views side by side."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.inputs import base_revision, is_posted
from diagnosis.models import Assessment, Standpoint
from diagnosis.services.adopting import Adopted, adopt_all
from diagnosis.services.assigning_sections import members_on
from diagnosis.services.voicing import ask_for_opinions, close_round
from diagnosis.teamwork.opinions import Comparison, comparison_of, round_of
from diagnosis.views.reach import assessment_or_404, deck_of, may_answer, person_of
from gongfu.core import clock
from gongfu.core.errors import Invalid
from gongfu.core.requests import Request

ADOPT_ALL = "adopt-all"


def opinions(request: Request, assessment_id: int) -> HttpResponse:
    """The page of the round; POST asks people, ends the round or takes over what all say."""
    assessment = assessment_or_404(request, assessment_id)
    if request.method != "POST":
        return _page(request, assessment)
    if request.POST.get("action") == "close":
        return _close(request, assessment)
    if request.POST.get("action") == ADOPT_ALL:
        return _adopt_all(request, assessment)
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


def _adopt_all(request: Request, assessment: Assessment) -> HttpResponse:
    """Take over what the page listed, as far as it still stands as it was shown."""
    found = round_of(assessment, request.actor)
    if found is None:
        raise Http404(assessment.pk)
    seen = {
        ref: base_revision(ref, request.POST) for ref in found.refs if is_posted(ref, request.POST)
    }
    adopted = adopt_all(opinion_round=found, seen=seen, user=person_of(request))
    messages.success(request, _adopted_in_words(adopted))
    return redirect("diagnosis:opinions", assessment.pk)


def _adopted_in_words(adopted: Adopted) -> str:
    new = ngettext(
        "The self-assessment has %(count)d more answer on which all agree.",
        "The self-assessment has %(count)d more answers on which all agree.",
        adopted.new,
    )
    replaced = ngettext(
        "%(count)d answer was replaced.", "%(count)d answers were replaced.", adopted.replaced
    )
    told = [w % {"count": n} for w, n in ((new, adopted.new), (replaced, adopted.replaced)) if n]
    return " ".join(told) or _("Nothing was taken over; tick what is to be replaced.")


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
