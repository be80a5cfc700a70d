"""The result of an assessment, and the arithmetic behind it."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from diagnosis.advice import measures_for
from diagnosis.mappings import is_mapped
from diagnosis.models import Assessment, Plan, Score, Status
from diagnosis.peers import peers_of
from diagnosis.presenting import Result, result_of
from diagnosis.presenting.arithmetic import arithmetic_of
from diagnosis.presenting.drawing import Radar, radar_of
from diagnosis.rounds.delta import delta_of
from diagnosis.rounds.summary import remainder_of
from diagnosis.services.scoring import JOB, job_key
from diagnosis.views.reach import assessment_or_404
from gongfu.core.access import may
from gongfu.core.languages import short
from gongfu.core.models import Job
from gongfu.core.requests import Request


def result(request: Request, assessment_id: int) -> HttpResponse:
    """The verified result where there is one, else that of the self-assessment; or its job."""
    assessment = assessment_or_404(request, assessment_id)
    rows = _current_scores(assessment)
    found = result_of(assessment, short(), _wanted_kind(request), rows)
    if found is None and assessment.status == Status.DRAFT:
        return redirect("diagnosis:tasks", assessment.pk)
    context = {
        "assessment": assessment,
        "result": found,
        "radar": radar(found) if found else None,
        "drawn": drawn_radar(found) if found else None,
        **(_around(request, assessment, found, rows) if found else {}),
        "estimates_url": estimates_url(assessment) if found else "",
        "reports_url": reverse("reports:issue", args=[assessment.pk]),
        "job": _pending_job(assessment, found),
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/results/result.html", context)


def _current_scores(assessment: Assessment) -> list[Any]:
    """The scores that hold, each with whether a plan was agreed to; one query."""
    plans = Plan.objects.current().filter(assessment=OuterRef("assessment"))
    return list(assessment.scores.filter(is_current=True).annotate(has_plan=Exists(plans)))


def _around(
    request: Request, assessment: Assessment, found: Result, rows: list[Any]
) -> dict[str, Any]:
    """What stands beside the result: peers, the round before, what to do, what to take along."""
    row = next(row for row in rows if row.pk == found.score_id)
    changes = delta_of(assessment, request.actor, with_causes=False)
    return {
        "peers": peers_of(assessment, found),
        "measures": measures_for(assessment, row),
        "agreed": row.has_plan,
        "delta": changes,
        "most_moved": changes.most_moved if changes else (),
        "less_moved": remainder_of(changes) if changes else None,
        "may_issue": may(request.actor, "report.issue"),
    }


def estimates_url(assessment: Assessment) -> str:
    """The page of the other indices; empty where no other framework shares questions."""
    if not is_mapped(assessment.release):
        return ""
    return reverse("diagnosis:estimates", args=[assessment.pk])


def passport(request: Request, assessment_id: int) -> HttpResponse:
    """Every step of the computation; `format=json` hands it out as a file."""
    assessment = assessment_or_404(request, assessment_id)
    found = result_of(assessment, short(), _wanted_kind(request))
    if found is None:
        raise Http404(assessment_id)
    score = Score.objects.get(pk=found.score_id)
    if request.GET.get("format") == "json":
        return _json(assessment, score)
    context = {
        "assessment": assessment,
        "result": found,
        "score": score,
        "arithmetic": arithmetic_of(assessment, score, short()),
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/results/passport.html", context)


def _wanted_kind(request: Request) -> str | None:
    wanted = request.GET.get("kind")
    return wanted if wanted in (Score.Kind.SELF, Score.Kind.VERIFIED) else None


def _json(assessment: Assessment, score: Score) -> HttpResponse:
    response = JsonResponse(
        {"simulated": assessment.is_simulated, "answers": score.answers, **score.passport},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    name = f"passport-{assessment.pk}-{score.kind}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _pending_job(assessment: Assessment, found: Result | None) -> Job | None:
    """The scoring that is still under way or went wrong, of the voice that is due."""
    kind = Score.Kind.VERIFIED if assessment.status == Status.VERIFIED else Score.Kind.SELF
    if found and found.kind == kind:
        return None
    jobs = Job.objects.filter(kind=JOB, key=job_key(assessment, kind))
    return jobs.order_by("-pk").first()


def drawn_radar(found: Result) -> Radar | None:
    """The same as lines, for paper and without scripts."""
    axes = [(axis.name, float(axis.rate.shown)) for axis in found.axes if axis.rate]
    return radar_of([name for name, _rate in axes], [rate for _name, rate in axes])


def radar(found: Result) -> dict[str, Any] | None:
    """Plotly's figure of the axes that were assessed, in per cent of what each could earn.

    None for fewer than three: they would make no figure.
    """
    axes = [axis for axis in found.axes if axis.rate]
    if len(axes) < 3:
        return None
    closed = [*axes, *axes[:1]]
    trace = {
        "type": "scatterpolar",
        "meta": "main",
        "r": [float(axis.rate.shown) for axis in closed if axis.rate],
        "theta": [axis.name for axis in closed],
        "text": [f"{axis.name} {axis.rate.shown}%" for axis in closed if axis.rate],
        "hoverinfo": "text",
        "fill": "toself",
        "mode": "lines+markers",
    }
    layout = {
        "polar": {
            "gridshape": "linear",
            "radialaxis": {
                "range": [0, 100],
                "tickvals": [25, 50, 75, 100],
                "angle": 90,
                "tickangle": 90,
            },
            "angularaxis": {"direction": "clockwise", "rotation": 90},
        },
    }
    return {"data": [trace], "layout": layout}
