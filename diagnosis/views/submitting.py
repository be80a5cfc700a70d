"""Check the answers, declare, submit, receive."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diagnosis.answers import plain_answers
from diagnosis.catalogue import framework_for
from diagnosis.checking import changed_since_last, pages_of
from diagnosis.copying import copy_of
from diagnosis.evidence.counting import files_by_key
from diagnosis.hints import hints_of
from diagnosis.maturity import Framework
from diagnosis.models import Assessment, Notice, Receipt, Status
from diagnosis.presenting import numbering
from diagnosis.presenting.declaring import declaration_of, next_steps, statement
from diagnosis.problems import obstacles
from diagnosis.rounds.confirming import unconfirmed_in
from diagnosis.services.submitting import (
    declaration_faults,
    latest_receipt,
    submit_assessment,
)
from diagnosis.tasklist import task_list
from diagnosis.teamwork.opinions import standing_of
from diagnosis.views.reach import assessment_or_404, document_of, may_answer, person_of
from enterprises.models import Membership
from gongfu.core.errors import GongfuError, Invalid
from gongfu.core.languages import short
from gongfu.core.navigation import url_of
from gongfu.core.requests import Request


def check(request: Request, assessment_id: int) -> HttpResponse:
    """All answers on one page, with the way back to each, and the declaration."""
    assessment = assessment_or_404(request, assessment_id)
    member = Membership.objects.filter(
        enterprise_id=assessment.enterprise_id, user=person_of(request)
    ).first()
    declared = {
        "declared_name": request.actor.name,
        "declared_position": member.position if member else "",
    }
    return _check_page(request, assessment, declared, None)


def submit(request: Request, assessment_id: int) -> HttpResponse:
    """Submit; a second press finds the receipt of the first."""
    assessment = assessment_or_404(request, assessment_id)
    declared = {name: request.POST.get(name, "") for name in ("declared_name", "declared_position")}
    try:
        _check_declared(request, assessment, declared)
        submit_assessment(
            assessment=assessment, actor=request.actor, user=person_of(request), **declared
        )
    except Invalid as error:
        return _check_page(request, assessment, declared, error)
    return redirect("diagnosis:receipt", assessment.pk)


def receipt(request: Request, assessment_id: int) -> HttpResponse:
    """The number, who declared when, what happens next, and a copy of the answers."""
    assessment = assessment_or_404(request, assessment_id)
    if not assessment.receipts.exists():
        raise Http404(assessment_id)
    held = latest_receipt(assessment)
    framework = framework_for(assessment)
    context = {
        "assessment": assessment,
        "receipt": held,
        "declaration": declaration_of(held),
        "next_steps": next_steps(assessment),
        "copies": copies_of(request, held),
        "pdf_url": url_of("reports:receipt_pdf", assessment.pk),
        "sections": copy_of(
            framework,
            held.answers,
            assessment.profile,
            files_by_key(assessment, held.declared_at),
            short(),
        ),
        "returned": assessment.status == Status.DRAFT,
        "simulated": assessment.is_simulated,
    }
    return render(request, "diagnosis/submitting/receipt.html", context)


def copies_of(request: Request, held: Receipt) -> list[Notice]:
    """To whom the receipt was mailed, and what became of it; the firm's own business."""
    if not request.actor.is_firm:
        return []
    sent = Notice.objects.visible_to(request.actor).filter(kind="receipt", about=str(held.pk))
    return list(sent.select_related("user").order_by("pk"))


def _check_declared(request: Request, assessment: Assessment, declared: dict[str, str]) -> None:
    """Name, position and tick, all that is wrong at once; nothing where it is submitted already."""
    if assessment.status != Status.DRAFT:
        return
    faults = declaration_faults(**declared)
    if request.POST.get("confirmed") != "yes":
        faults["confirmed"] = _("Tick the box to confirm that the answers are true.")
    if faults:
        raise Invalid(_("The declaration is not complete."), fields=faults)


def _check_page(
    request: Request,
    assessment: Assessment,
    declared: dict[str, str],
    error: GongfuError | None,
) -> HttpResponse:
    framework = framework_for(assessment)
    document = document_of(assessment)
    answers = plain_answers(document, framework.ref)
    waiting = unconfirmed_in(framework, document, assessment.profile, framework.questions)
    tasks = task_list(assessment, framework, answers, unconfirmed=waiting)
    problems = list(error.fields.items()) if error and error.fields else []
    if error and not problems:
        problems = [("", error.message)]
    hints = hints_of(assessment, answers)
    wrong = tuple(obstacles(framework, answers))
    writes = may_answer(request, assessment)
    changed = changed_since_last(assessment, request.actor, framework, document)
    hints = (*hints, *changed.far)
    views = standing_of(assessment, request.actor)
    disputed = views.unsettled if views else frozenset()
    remarked = disputed.union(
        (str(found.params["ref"]) for found in wrong), *(h.refs for h in hints)
    )
    chapters = copy_of(framework, document, assessment.profile, files_by_key(assessment), short())
    pages = pages_of(chapters, remarked=remarked, changed=changed)
    folds = writes and "all" not in request.GET
    context = {
        "assessment": assessment,
        "sections": pages,
        "silent": [page for page in pages if not page.open] if folds else [],
        "disputed": disputed,
        "folds": folds,
        "last_year": changed.year,
        "differing": changed if changed.refs else None,
        "tasks": tasks,
        "missing": _missing(framework, tasks.progress.missing),
        "obstacles": [_obstacle(framework, found) for found in wrong],
        "hints": hints,
        "declared": declared,
        "errors": error.fields if error else {},
        "problems": problems,
        "statement": statement(),
        "may_answer": writes,
        "taken_over": sum("origin" in kept for kept in document.values()),
        "simulated": assessment.is_simulated,
    }
    status = error.status if error else 200
    return render(request, "diagnosis/submitting/check.html", context, status=status)


def _missing(framework: Framework, refs: tuple[str, ...]) -> list[dict[str, Any]]:
    texts, numbers = framework.texts(short()), numbering(framework)
    return [
        {
            "ref": ref,
            "no": numbers[ref],
            "is_scene": framework.questions[ref].is_scene,
            "label": texts.question(ref).label,
            "section": framework.section_of[ref].ref,
        }
        for ref in refs
    ]


def _obstacle(framework: Framework, found: Invalid) -> dict[str, str]:
    """A contradiction between two answers, and where to correct it."""
    ref = str(found.params["ref"])
    return {"ref": ref, "section": framework.section_of[ref].ref, "message": found.message}
