"""From round to round: the last answers as a start, and what changed since."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.models import Assessment
from diagnosis.presenting import joined
from diagnosis.presenting.rounding import with_decimals
from diagnosis.rounds.delta import delta_of
from diagnosis.rounds.explaining import Pair, name_causes
from diagnosis.rounds.starting import Started, start_from_last_round
from diagnosis.rounds.tables import as_json, firsts, rows_of
from diagnosis.rounds.told import Delta
from diagnosis.teamwork.opinions import standing_of
from diagnosis.views.reach import assessment_or_404, person_of
from enterprises.views.imports import table_response
from gongfu.core.access import may
from gongfu.core.errors import Invalid
from gongfu.core.requests import Request

FILES = ("csv", "xlsx")
LONGEST_PAIR = 130


def start_from(request: Request, assessment_id: int) -> HttpResponse:
    """Fill in what the firm answered last time, where nothing is answered yet, and show it all."""
    assessment = assessment_or_404(request, assessment_id)
    before = _disputed(request, assessment)
    started = start_from_last_round(
        assessment=assessment, actor=request.actor, user=person_of(request)
    )
    messages.success(request, _said(started, len(_disputed(request, assessment) - before)))
    onwards = "diagnosis:unchanged" if started.filled else "diagnosis:tasks"
    return redirect(onwards, assessment.pk)


def _disputed(request: Request, assessment: Assessment) -> frozenset[str]:
    found = standing_of(assessment, request.actor)
    return found.unsettled if found else frozenset()


def _said(started: Started, disputed: int) -> str:
    """What was filled in, how much of it the views contradict, and what was left out."""
    words = ngettext(
        "%(count)d answer of %(year)s was filled in. Please confirm or change it.",
        "%(count)d answers of %(year)s were filled in. Please confirm or change each of them.",
        started.filled,
    ) % {"count": started.filled, "year": started.year}
    if disputed:
        against = ngettext(
            "%(count)d of them differs from what all views say.",
            "%(count)d of them differ from what all views say.",
            disputed,
        )
        words = f"{words} {against % {'count': disputed}}"
    if not started.unfit:
        return words
    left = _("Left out, because they are asked differently now: %(names)s.")
    return f"{words} {left % {'names': joined(started.unfit)}}"


def delta(request: Request, assessment_id: int) -> HttpResponseBase:
    """What changed since last time; `format` hands the rows out, POST keeps the named causes."""
    assessment = assessment_or_404(request, assessment_id)
    found = delta_of(assessment, request.actor)
    if found is None:
        return _nothing_yet(request, assessment)
    if request.method == "POST":
        return _name_causes(request, assessment, found)
    form = request.GET.get("format", "")
    if form in (*FILES, "json"):
        return _file(assessment, found, form)
    context = {
        "assessment": assessment,
        "delta": found,
        "firsts": [
            (ref, words, with_decimals(moved, found.places)) for ref, words, moved in firsts(found)
        ],
        "may_explain": may(request.actor, "assessment.explain")
        and any(row.causes for row in found.rows),
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/rounds/delta.html", context)


def _nothing_yet(request: Request, assessment: Assessment) -> HttpResponse:
    """The first round, or one whose score is still being worked out."""
    if request.method == "POST":
        raise Invalid(_("There is no earlier round to compare with."))
    context = {"assessment": assessment, "simulated": assessment.is_simulated}
    return render(request, "diagnosis/rounds/none.html", context)


def _name_causes(request: Request, assessment: Assessment, found: Delta) -> HttpResponse:
    count = name_causes(
        assessment=assessment,
        chosen=[_pair(text) for text in request.POST.getlist("because")],
        possible=found.possible,
        user=person_of(request),
    )
    words = ngettext("%(count)d reason kept.", "%(count)d reasons kept.", count)
    messages.success(request, words % {"count": count})
    return redirect("diagnosis:delta", assessment.pk)


def _pair(text: str) -> Pair:
    question, _colon, solution = text[:LONGEST_PAIR].partition(":")
    return question, solution


def _file(assessment: Assessment, found: Delta, form: str) -> HttpResponseBase:
    name = f"delta-{assessment.pk}"
    if form == "json":
        response = JsonResponse(
            as_json(found, simulated=assessment.is_simulated),
            json_dumps_params={"ensure_ascii": False, "indent": 2},
        )
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    rows = rows_of(found, firm=assessment.enterprise.name, simulated=assessment.is_simulated)
    return table_response(rows, form=form, name=name)
