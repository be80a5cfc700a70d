"""On-site review: what the firm said beside what was found."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from diagnosis import maturity
from diagnosis.answers import key_of, plain_answers
from diagnosis.cards import Card
from diagnosis.catalogue import framework_for
from diagnosis.inputs import base_revision, raw_answer
from diagnosis.maturity import Framework, Section, Value
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.resolving import Reading
from diagnosis.models import Assessment, Status, Voice
from diagnosis.services.returning import return_assessment
from diagnosis.services.reviewing import (
    ADJUST,
    AGREE,
    reopen_assessment,
    save_finding,
    start_review,
    verify_assessment,
)
from diagnosis.views.reach import (
    assessment_or_404,
    deck_of,
    person_of,
    section_or_404,
)
from gongfu.core.errors import Conflict, GongfuError, Invalid
from gongfu.core.languages import short
from gongfu.core.requests import Request


@dataclass(frozen=True, slots=True)
class Pair:
    """One question: the firm's answer and the finding."""

    said: Card
    found: Card
    said_text: str
    said_points: str
    max_points: str
    verdict: str
    reason: str
    delta: Value | None  # points that the finding adds or takes; None while nothing was found
    level_delta: int | None
    revision: int
    error: str
    wrong: str


@dataclass
class Outcome:
    """What became of the findings of a page."""

    raws: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, GongfuError] = field(default_factory=dict)


def review(request: Request, assessment_id: int) -> HttpResponse:
    """The overview of a review: start it, verify, return or reopen; one page per section."""
    assessment = assessment_or_404(request, assessment_id)
    if request.method != "POST":
        return _overview(request, assessment, None)
    try:
        return _act(request, assessment)
    except Invalid as error:
        return _overview(request, assessment, error)


def review_section(request: Request, assessment_id: int, ref: str) -> HttpResponse:
    """The questions of one section, answer and finding side by side; POST keeps the findings."""
    assessment = assessment_or_404(request, assessment_id)
    asked = section_or_404(framework_for(assessment), ref)
    outcome = Outcome()
    if request.method == "POST":
        _keep(request, assessment, asked, outcome)
        if not outcome.errors:
            messages.success(request, _("The findings are saved."))
            return redirect(_next_page(request, assessment, asked))
    return _section_page(request, assessment, asked, outcome)


def _act(request: Request, assessment: Assessment) -> HttpResponse:
    action = request.POST.get("action", "")
    reason = request.POST.get("reason", "")
    if action == "start":
        start_review(assessment=assessment, actor=request.actor)
    elif action == "verify":
        verify_assessment(
            assessment=assessment, findings={}, actor=request.actor, user=person_of(request)
        )
        return redirect("diagnosis:result", assessment.pk)
    elif action == "return":
        return_assessment(assessment=assessment, reason=reason, actor=request.actor)
        messages.success(request, _("The assessment was returned to the firm."))
        return redirect("core:home")
    elif action == "reopen":
        reopen_assessment(assessment=assessment, reason=reason, actor=request.actor)
    else:
        raise Invalid(_("Choose what to do with the assessment."))
    return redirect("diagnosis:review", assessment.pk)


def _keep(request: Request, assessment: Assessment, asked: Section, outcome: Outcome) -> None:
    """Keep each finding by itself; a question without a verdict is left alone."""
    framework = framework_for(assessment)
    for ref in asked.questions:
        verdict = request.POST.get(f"{ref}.verdict", "")
        if not verdict:
            continue
        outcome.raws[ref] = raw_answer(framework.questions[ref], request.POST)
        try:
            save_finding(
                assessment=assessment,
                ref=ref,
                verdict=verdict,
                raw=outcome.raws[ref],
                reason=request.POST.get(f"{ref}.grounds", ""),
                base_revision=base_revision(ref, request.POST),
                user=person_of(request),
            )
        except (Invalid, Conflict) as error:
            outcome.errors[ref] = error


def _next_page(request: Request, assessment: Assessment, asked: Section) -> str:
    if request.POST.get("go") != "next":
        return reverse("diagnosis:review_section", args=[assessment.pk, asked.ref])
    sheets = Sheets(request, assessment)
    sections = sheets.framework.sections
    later = (each for each in sections[sections.index(asked) + 1 :] if sheets.asked(each))
    following = next(later, None)
    if following is None:
        return reverse("diagnosis:review", args=[assessment.pk])
    return reverse("diagnosis:review_section", args=[assessment.pk, following.ref])


class Sheets:
    """Both sheets of an assessment with what each would score."""

    def __init__(self, request: Request, assessment: Assessment) -> None:
        self.framework: Framework = framework_for(assessment)
        self.said = deck_of(request, assessment)
        self.found = deck_of(request, assessment, Voice.SITE)
        site = self.found.document
        merged = {**self.said.answers, **plain_answers(site, self.framework.ref)}
        self.self_score = maturity.score(self.framework, self.said.answers, assessment.profile)
        self.site_score = maturity.score(self.framework, merged, assessment.profile)
        self.site_document = site
        self.reading = Reading(self.framework, merged, assessment.profile)

    @property
    def gap(self) -> Value:
        return Value(
            self.site_score.total.exact - self.self_score.total.exact, self.framework.places
        )

    def asked(self, section: Section) -> list[str]:
        """What the section asks, as the findings so far have it."""
        return [ref for ref in section.questions if self.reading.is_shown(ref)]

    def is_found(self, ref: str) -> bool:
        return key_of(self.framework.ref, ref) in self.site_document

    def differing(self) -> list[str]:
        return [
            ref
            for ref in self.framework.questions
            if self.is_found(ref)
            and self.reading.is_shown(ref)
            and self.found.answers.get(ref) != self.said.answers.get(ref)
        ]

    def rows(self, assessment_id: int) -> list[dict[str, Any]]:
        """The sections in which something is asked."""
        differing = set(self.differing())
        asked = [(section, self.asked(section)) for section in self.framework.sections]
        return [
            {
                "ref": section.ref,
                "title": self.said.texts.section(section.ref).title,
                "url": reverse("diagnosis:review_section", args=[assessment_id, section.ref]),
                "found": sum(map(self.is_found, refs)),
                "total": len(refs),
                "differing": len(differing & set(refs)),
            }
            for section, refs in asked
            if refs
        ]

    def pair(self, ref: str, raw: Any, error: GongfuError | None, posted: Any) -> Pair:
        """One question as the page shows it; after an error with what was typed."""
        kept = self.site_document.get(key_of(self.framework.ref, ref))
        shown = raw if error else None if kept else self.said.answers.get(ref)
        found = self.found.card(ref, raw=shown, error=error)
        verdict = kept["verdict"] if kept else ""
        reason = kept.get("reason", "") if kept else ""
        said, now = self.self_score.by_question[ref], self.site_score.by_question[ref]
        question = self.framework.questions[ref]
        is_scene, earns = question.is_scene, not (question.is_scene or question.apart)
        counts = earns and said.counts
        return Pair(
            said=self.said.card(ref),
            found=found,
            said_text=self.said.in_words(ref, self.said.answers.get(ref)),
            said_points=exact_text(said.earned.exact) if counts else "",
            max_points=exact_text(said.max.exact) if counts else "",
            verdict=posted.get(f"{ref}.verdict", verdict) if error else verdict,
            reason=posted.get(f"{ref}.grounds", reason) if error else reason,
            delta=Value(now.earned.exact - said.earned.exact, 3) if kept and earns else None,
            level_delta=(now.level or 0) - (said.level or 0) if kept and is_scene else None,
            revision=kept["rev"] if kept else 0,
            error=error.message if error else "",
            wrong=next(iter(error.fields), ref).replace(".", "-") if error else "",
        )


def _overview(request: Request, assessment: Assessment, error: GongfuError | None) -> HttpResponse:
    sheets = Sheets(request, assessment)
    rows = sheets.rows(assessment.pk)
    context = {
        **_figures(assessment, sheets, rows),
        "rows": rows,
        "problems": list(error.fields.items()) if error else [],
        "reason": request.POST.get("reason", ""),
        "simulated": assessment.is_simulated,
    }
    status = error.status if error else 200
    return render(request, "diagnosis/reviewing/review.html", context, status=status)


def _section_page(
    request: Request, assessment: Assessment, asked: Section, outcome: Outcome
) -> HttpResponse:
    sheets = Sheets(request, assessment)
    rows = sheets.rows(assessment.pk)
    pairs = [
        sheets.pair(ref, outcome.raws.get(ref), outcome.errors.get(ref), request.POST)
        for ref in asked.questions
        if ref in outcome.errors or sheets.reading.is_shown(ref)
    ]
    context = {
        **_figures(assessment, sheets, rows),
        "rows": rows,
        "title": sheets.said.texts.section(asked.ref).title,
        "pairs": pairs,
        "problems": [(pair.wrong, pair.error) for pair in pairs if pair.error],
        "editable": assessment.status == Status.IN_REVIEW,
        "verdicts": ((AGREE, _("Agree")), (ADJUST, _("Adjust"))),
        "simulated": assessment.is_simulated,
    }
    status = next((error.status for error in outcome.errors.values()), 200)
    return render(request, "diagnosis/reviewing/section.html", context, status=status)


def _figures(assessment: Assessment, sheets: Sheets, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures above both pages."""
    total = sum(row["total"] for row in rows)
    found = sum(row["found"] for row in rows)
    return {
        "assessment": assessment,
        "found_count": found,
        "total_count": total,
        "open_count": total - found,
        "percent": 100 * found / total if total else 0,
        "self_score": sheets.self_score,
        "site_score": sheets.site_score,
        "self_level": _level_name(sheets.framework, sheets.self_score),
        "site_level": _level_name(sheets.framework, sheets.site_score),
        "gap": sheets.gap,
        "gap_sign": _sign(sheets.gap.exact),
        "differing": len(sheets.differing()),
    }


def _level_name(framework: Framework, score: maturity.Score) -> str:
    """The name of the level; empty for a framework without levels."""
    if not framework.levels:
        return ""
    if score.level is None:
        return _("below level 1")
    return framework.texts(short()).level(score.level.rank).name


def _sign(value: Fraction) -> str:
    return "up" if value > 0 else "down" if value < 0 else ""
