"""What is kept about the firm's assessments: answers in words, their history, and what followed."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from diagnosis.answers import ref_of
from diagnosis.cards import Deck
from diagnosis.catalogue import framework_for
from diagnosis.models import (
    AnswerChange,
    AnswerSheet,
    Appeal,
    Assessment,
    AssessmentMove,
    Cause,
    Comment,
    Evidence,
    Keeper,
    Opinion,
    Receipt,
    ReopenRequest,
    Score,
    Settlement,
)
from gongfu.core.actor import Actor
from gongfu.core.models import Role
from reports.models import Report
from reports.own_data.tables import Table, table


class About:
    """The assessments in reach, with the words of each framework read once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        rows = Assessment.objects
        found = rows.visible_to(actor) | rows.discarded_of(actor)
        found = found.select_related("campaign", "release").order_by("pk")
        self.assessments = {row.pk: row for row in found}
        self.deck = cache(self._deck)

    def _deck(self, pk: int) -> Deck:
        assessment = self.assessments[pk]
        return Deck(framework_for(assessment), {}, profile=assessment.profile)

    def of(self, rows: "QuerySet[Any]", path: str = "assessment") -> "QuerySet[Any]":
        """Rows of a table that belong to the assessments in reach."""
        return rows.filter(**{f"{path}__in": list(self.assessments)}).order_by("pk")

    def question(self, pk: int, ref: str) -> str:
        """Number and label of a question; its ref where the framework asks it no more."""
        deck = self.deck(pk)
        if ref not in deck.framework.questions:
            return ref
        return f"{deck.numbers[ref]} {deck.texts.question(ref).label}"

    def answer(self, pk: int, ref: str, value: Any) -> str:
        """An answer in words; a value of the history may stand beside its origin."""
        if isinstance(value, dict) and "origin" in value:
            value = value["value"]
        deck = self.deck(pk)
        known = value is not None and ref in deck.framework.questions
        return deck.in_words(ref, value) if known else ""


def tables_about_diagnosis(actor: Actor) -> Iterator[Table]:
    """One table for each kind."""
    about = About(actor)
    yield table(
        "assessments",
        _("Assessments"),
        about.assessments.values(),
        assessment=(_("Number"), "pk"),
        campaign=(_("Campaign"), "campaign.name"),
        framework=(_("Framework"), lambda row: str(row.release)),
        state=(_("State"), lambda row: row.get_status_display()),
        opened_at=(_("Opened at"), "opened_at"),
        due_on=(_("Deadline"), "due_on"),
        submitted_at=(_("Submitted at"), "submitted_at"),
        verified_at=(_("Verified at"), "verified_at"),
        discarded_at=(_("Discarded at"), "discarded_at"),
        profile=(_("Firm at opening"), "profile"),
    )
    yield _answers(about)
    yield _history(about)
    yield from _scored(about)
    yield from _declared(about)
    yield from _worked_on(about)
    yield from _files(actor)


def _answers(about: About) -> Table:
    """Both voices: what the firm said, and what was found on site with verdict and reason."""
    rows = [
        (sheet, key, kept)
        for sheet in about.of(AnswerSheet.objects.all())
        for key, kept in sorted(sheet.document.items())
    ]
    return table(
        "answers",
        _("Answers and findings"),
        rows,
        assessment=(_("Number"), lambda row: row[0].assessment_id),
        voice=(_("Voice"), lambda row: row[0].get_voice_display()),
        ref=(_("Key"), lambda row: ref_of(row[1])),
        question=(_("Question"), _on(about.question, lambda row: row[0].assessment_id)),
        answer=(
            _("Answer"),
            lambda row: about.answer(row[0].assessment_id, ref_of(row[1]), row[2]["value"]),
        ),
        value=(_("Stored value"), lambda row: row[2]["value"]),
        verdict=(_("Verdict"), lambda row: row[2].get("verdict")),
        reason=(_("Reason"), lambda row: row[2].get("reason")),
        origin=(_("Taken over from"), lambda row: row[2].get("origin")),
        revision=(_("Revision"), lambda row: row[2]["rev"]),
        at=(_("Changed at"), lambda row: row[2]["at"]),
        by=(_("Changed by"), lambda row: row[2]["by"]),
    )


def _on(
    question: Callable[[int, str], str], assessment: Callable[[Any], int]
) -> Callable[[Any], str]:
    """The question of a row whose second item is the key of the sheet."""
    return lambda row: question(assessment(row), ref_of(row[1]))


def _history(about: About) -> Table:
    changes = AnswerChange.objects.select_related("sheet")

    def words(change: AnswerChange, value: Any) -> str:
        return about.answer(change.sheet.assessment_id, ref_of(change.key), value)

    return table(
        "answer_history",
        _("History of answers"),
        about.of(changes, "sheet__assessment"),
        assessment=(_("Number"), "sheet.assessment_id"),
        voice=(_("Voice"), lambda row: row.sheet.get_voice_display()),
        ref=(_("Key"), lambda row: ref_of(row.key)),
        question=(
            _("Question"),
            lambda row: about.question(row.sheet.assessment_id, ref_of(row.key)),
        ),
        revision=(_("Revision"), "revision"),
        before=(_("Before"), lambda row: words(row, row.old)),
        after=(_("After"), lambda row: words(row, row.new)),
        old=(_("Stored before"), "old"),
        new=(_("Stored after"), "new"),
        at=(_("Changed at"), "at"),
        by=(_("Changed by"), "by_name"),
    )


def _scored(about: About) -> Iterator[Table]:
    yield table(
        "scores",
        _("Scores"),
        about.of(Score.objects.defer("passport", "answers", "document")),
        assessment=(_("Number"), "assessment_id"),
        kind=(_("Kind"), lambda row: row.get_kind_display()),
        exact=(_("Exact value"), "exact"),
        shown=(_("Rounded"), "shown"),
        level=(_("Level"), "level"),
        scored_at=(_("Scored at"), "scored_at"),
        is_current=(_("Valid"), "is_current"),
        inputs_digest=(_("Digest of the scoring inputs"), "inputs_digest"),
        releases=(_("Frameworks used"), "releases"),
        core_version=(_("Version of the core"), "core_version"),
        passport=(_("File of the passport"), lambda row: passport_name(row)),
    )
    yield table(
        "moves",
        _("Changes of state"),
        about.of(AssessmentMove.objects.select_related("by")),
        assessment=(_("Number"), "assessment_id"),
        before=(_("State before"), lambda row: row.get_before_display()),
        after=(_("State after"), lambda row: row.get_after_display()),
        at=(_("Changed at"), "at"),
        by=(_("Changed by"), "by.name"),
        reason=(_("Reason"), "reason"),
    )


def passport_name(score: Score) -> str:
    """Where the passport of a score lies in the archive."""
    return f"passports/{score.assessment_id}-{score.kind}-{score.pk}.json"


def _declared(about: About) -> Iterator[Table]:
    yield table(
        "receipts",
        _("Receipts"),
        about.of(Receipt.objects.all()),
        assessment=(_("Number"), "assessment_id"),
        number=(_("Reference number"), "number"),
        declared_by=(_("Declared by"), "declared_name"),
        position=(_("Position"), "declared_position"),
        declared_at=(_("Declared at"), "declared_at"),
        digest=(_("Digest of the answer sheet"), "answers_digest"),
        answers=(_("Answers as declared"), "answers"),
    )
    yield table(
        "requests",
        _("Requests to reopen"),
        about.of(ReopenRequest.objects.visible_to(about.actor)),
        assessment=(_("Number"), "assessment_id"),
        reason=(_("Reason"), "reason"),
        state=(_("State"), lambda row: row.get_state_display()),
        at=(_("Asked at"), "asked_at"),
        decided_at=(_("Decided at"), "decided_at"),
        answer=(_("Answer"), "answer"),
    )
    yield table(
        "appeals",
        _("Appeals"),
        about.of(Appeal.objects.visible_to(about.actor)),
        assessment=(_("Number"), "assessment_id"),
        questions=(_("Questions"), "questions"),
        reason=(_("Reason"), "reason"),
        state=(_("State"), lambda row: row.get_state_display()),
        at=(_("Asked at"), "made_at"),
        answered_at=(_("Answered at"), "answered_at"),
        answer=(_("Answer"), "answer"),
    )


def _worked_on(about: About) -> Iterator[Table]:
    """How colleagues shared the work; views of others only as far as the owner may read them."""
    yield table(
        "keepers",
        _("Who sees to which section"),
        about.of(Keeper.objects.all()),
        assessment=(_("Number"), "assessment_id"),
        section=(_("Section"), "section"),
        name=(_("Name"), "name"),
        given_at=(_("Since"), "given_at"),
    )
    yield table(
        "comments",
        _("Comments"),
        about.of(Comment.objects.visible_to(about.actor)),
        assessment=(_("Number"), "assessment_id"),
        question=(_("Question"), lambda row: about.question(row.assessment_id, ref_of(row.key))),
        text=(_("Text"), "text"),
        at=(_("Written at"), "at"),
        by=(_("Written by"), "by_name"),
        role=(_("Role"), lambda row: Role(row.by_role).label),
        withdrawn_at=(_("Withdrawn at"), "withdrawn_at"),
    )
    opinions = Opinion.objects.visible_to(about.actor).select_related("round")
    yield table(
        "opinions",
        _("Views of colleagues"),
        about.of(opinions, "round__assessment"),
        assessment=(_("Number"), "round.assessment_id"),
        standpoint=(_("Standpoint"), lambda row: row.get_standpoint_display()),
        name=(_("Name"), "name"),
        answers=(_("Stored value"), "document"),
        handed_in_at=(_("Handed in at"), "handed_in_at"),
    )
    settled = Settlement.objects.select_related("round")
    yield table(
        "settlements",
        _("Settled differences"),
        about.of(settled, "round__assessment"),
        assessment=(_("Number"), "round.assessment_id"),
        question=(_("Question"), lambda row: about.question(row.round.assessment_id, row.ref)),
        value=(_("Stored value"), "value"),
        reason=(_("Reason"), "reason"),
        at=(_("Settled at"), "at"),
        by=(_("Settled by"), "by_name"),
    )
    yield table(
        "causes",
        _("Causes of improvements"),
        about.of(Cause.objects.visible_to(about.actor)),
        assessment=(_("Number"), "assessment_id"),
        question=(_("Question"), lambda row: about.question(row.assessment_id, row.question)),
        solution=(_("Solution"), "solution"),
        at=(_("Written at"), "at"),
        by=(_("Written by"), "by_name"),
    )


def _files(actor: Actor) -> Iterator[Table]:
    yield table(
        "evidence",
        _("Evidence files"),
        Evidence.objects.visible_to(actor).select_related("uploaded_by").order_by("pk"),
        assessment=(_("Number"), "assessment_id"),
        ref=(_("Key"), "ref"),
        name=(_("File"), "name"),
        file=(_("Name in the archive"), lambda row: evidence_name(row)),
        size=(_("Bytes"), "size"),
        digest=(_("Digest"), "digest"),
        uploaded_at=(_("Uploaded at"), "uploaded_at"),
        uploaded_by=(_("Uploaded by"), "uploaded_by.name"),
    )
    yield table(
        "reports",
        _("Reports"),
        Report.objects.visible_to(actor).select_related("superseded_by").order_by("pk"),
        assessment=(_("Number"), "assessment_id"),
        number=(_("Report number"), "number"),
        kind=(_("Kind"), lambda row: row.get_kind_display()),
        language=(_("Language"), "language"),
        edition=(_("Edition"), "edition"),
        issued_at=(_("Issued at"), "issued_at"),
        superseded_by=(_("Superseded by"), "superseded_by.number"),
        digest=(_("Digest"), "digest"),
        file=(_("Name in the archive"), lambda row: report_name(row)),
    )


def evidence_name(evidence: Evidence) -> str:
    """Where a file lies in the archive; empty while the virus scan holds it back."""
    if evidence.is_held_back or evidence.is_infected:
        return ""
    return f"evidence/{evidence.assessment_id}/{evidence.pk}-{evidence.name}"


def report_name(report: Report) -> str:
    return f"reports/{report.number}-{report.language}.pdf"
