"""The page on which a consultant writes into the report, and its earlier versions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from diagnosis.models import Assessment, Plan, Status
from diagnosis.planning.desk import current_score
from diagnosis.views.reach import person_of
from enterprises.ecosystem.looking import shows_firm
from gongfu.core.errors import Conflict, Invalid, Locked
from gongfu.core.languages import short
from gongfu.core.requests import Request
from reports.narrative.comparing import compare
from reports.narrative.editing import newest_narrative, restore_narrative, save_narrative
from reports.narrative.forms import KIND, NarrativeForm
from reports.narrative.models import Narrative
from reports.narrative.passages import passages_of
from reports.narrative.picking import pickable
from reports.services.issuing import LANGUAGES


def narrative(request: Request, assessment_id: int) -> HttpResponse:
    """The newest words in one language, to be changed; POST keeps them as a version."""
    assessment = _assessment(request, assessment_id)
    language = _language(request)
    newest = newest_narrative(assessment, language)
    sent = request.POST if request.method == "POST" else None
    passages = passages_of(assessment, language)
    form = NarrativeForm(sent, passages=passages, newest=newest)
    status = 200
    if sent is not None:
        status = 422
        if form.is_valid():
            try:
                return _saved(request, assessment, language, form)
            except Invalid as error:
                form.refuse(error.fields)
            except Conflict as error:
                form.add_error(None, error.message)
                status, newest = error.status, newest_narrative(assessment, language)
    return _page(request, assessment, language, form, newest, status)


def narrative_version(request: Request, version_id: int) -> HttpResponse:
    """One version beside the newest; POST returns to it."""
    reachable = Narrative.objects.visible_to(request.actor).select_related(
        "assessment__enterprise", "assessment__campaign", "assessment__release"
    )
    version = get_object_or_404(reachable, pk=version_id)
    shows_firm(request, version.assessment.enterprise_id)
    newest = newest_narrative(version.assessment, version.language) or version
    if request.method == "POST":
        return _restored(request, version)
    passages = passages_of(version.assessment, version.language)
    context = {
        "assessment": version.assessment,
        "version": version,
        "newest": newest,
        "comparison": compare(version, newest, passages, _("Interests of the provider")),
        "printed": version.reports.order_by("pk"),
        "up": _address(version.assessment, version.language),
        "simulated": version.assessment.is_simulated,
    }
    return render(request, "reports/narrative/version.html", context)


def _saved(
    request: Request, assessment: Assessment, language: str, form: NarrativeForm
) -> HttpResponse:
    base = request.POST.get("base", "")
    version = save_narrative(
        assessment=assessment,
        language=language,
        base=int(base) if base.isascii() and base.isdecimal() and len(base) < 9 else 0,
        texts=form.texts,
        solutions=request.POST.getlist("tick"),
        interest=form.cleaned_data[KIND],
        user=person_of(request),
        actor=request.actor,
    )
    text = _("Version %(number)s is saved; the next diagnosis report prints it.")
    messages.success(request, text % {"number": version.number})
    return redirect(_address(assessment, language))


def _restored(request: Request, version: Narrative) -> HttpResponse:
    base = request.POST.get("base", "")
    made = restore_narrative(
        version=version,
        base=int(base) if base.isascii() and base.isdecimal() and len(base) < 9 else 0,
        user=person_of(request),
        actor=request.actor,
    )
    text = _("Version %(number)s says again what version %(older)s said.")
    messages.success(request, text % {"number": made.number, "older": version.number})
    return redirect(_address(version.assessment, version.language))


def _page(
    request: Request,
    assessment: Assessment,
    language: str,
    form: NarrativeForm,
    newest: Narrative | None,
    status: int,
) -> HttpResponse:
    versions = Narrative.objects.visible_to(request.actor).filter(
        assessment=assessment, language=language
    )
    context = {
        "assessment": assessment,
        "language": language,
        "other_language": "en" if language == "zh" else "zh",
        "form": form,
        "newest": newest,
        "versions": versions.prefetch_related("reports").order_by("-number"),
        "may_issue": assessment.status == Status.VERIFIED,
        "agreed": Plan.objects.filter(assessment=assessment, is_current=True).exists(),
        "simulated": assessment.is_simulated,
        **_solutions(request, assessment, newest),
    }
    return render(request, "reports/narrative/edit.html", context, status=status)


def _solutions(
    request: Request, assessment: Assessment, newest: Narrative | None
) -> dict[str, Any]:
    """What can be ticked, in the reader's language."""
    row = current_score(assessment)
    if row is None:
        return {"areas": []}
    posted = request.method == "POST"
    ticks = request.POST.getlist("tick") if posted else newest.solutions if newest else []
    return {"areas": pickable(assessment, row, ticks)}


def _assessment(request: Request, assessment_id: int) -> Assessment:
    reachable = Assessment.objects.visible_to(request.actor).select_related(
        "enterprise", "campaign", "release"
    )
    assessment = get_object_or_404(reachable, pk=assessment_id)
    shows_firm(request, assessment.enterprise_id)
    if assessment.status == Status.DRAFT:
        raise Locked(_("Submit the self-assessment first; the report follows it."))
    return assessment


def _language(request: Request) -> str:
    wanted = request.GET.get("language", "") or short()
    if wanted not in LANGUAGES:
        text = _("Choose Chinese or English.")
        raise Invalid(text, fields={"language": text})
    return wanted


def _address(assessment: Assessment, language: str) -> str:
    return f"{reverse('reports:narrative', args=[assessment.pk])}?language={language}"
