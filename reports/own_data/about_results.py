"""What came of the answers: scores, moves, receipts, requests and appeals."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from diagnosis.models import (
    Appeal,
    AssessmentMove,
    Disclosure,
    PlanCheck,
    PlanItem,
    PlanItemChange,
    Receipt,
    ReopenRequest,
    Score,
)
from reports.own_data.reach import About
from reports.own_data.tables import Table, table


def score_tables(about: About) -> Iterator[Table]:
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


def declaration_tables(about: About) -> Iterator[Table]:
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


def plan_tables(about: About) -> Iterator[Table]:
    """Every plan that was agreed to, also those that were replaced, and how it was followed up."""
    yield table(
        "plans",
        _("Agreed plans"),
        about.of(PlanItem.objects.select_related("plan"), "plan__assessment"),
        assessment=(_("Number"), "plan.assessment_id"),
        agreed_at=(_("Agreed at"), "plan.agreed_at"),
        agreed_by=(_("Agreed by"), "plan.agreed_name"),
        solution=(_("Solution"), "solution"),
        owner=(_("Responsible"), "owner"),
        due_on=(_("Done by"), "due_on"),
        state=(_("State"), lambda row: row.get_state_display()),
        done_on=(_("Done on"), "done_on"),
        cost=(_("Actual cost, 10,000 yuan"), "cost"),
        reason=(_("Reason"), "reason"),
    )
    yield table(
        "plan_checks",
        _("Checks of plans"),
        about.of(PlanCheck.objects.select_related("plan"), "plan__assessment"),
        assessment=(_("Number"), "plan.assessment_id"),
        agreed_at=(_("Agreed at"), "plan.agreed_at"),
        due_on=(_("Deadline"), "due_on"),
        answered_at=(_("Answered at"), "answered_at"),
        answered_by=(_("Answered by"), "answered_name"),
        spent=(_("Spent so far, 10,000 yuan"), "spent"),
        helps=(_("What helps"), "helps"),
        hinders=(_("What hinders"), "hinders"),
    )
    yield table(
        "plan_changes",
        _("Changes of plans"),
        about.of(PlanItemChange.objects.select_related("item__plan"), "item__plan__assessment"),
        assessment=(_("Number"), "item.plan.assessment_id"),
        solution=(_("Solution"), "item.solution"),
        field=(_("What was changed"), lambda row: row.get_field_display()),
        before=(_("Old value"), lambda row: row.told[0]),
        after=(_("New value"), lambda row: row.told[1]),
        at=(_("Changed at"), "at"),
        by=(_("Changed by"), "by_name"),
    )
    yield table(
        "plan_interests",
        _("Interests of the provider"),
        about.of(
            Disclosure.objects.select_related("item__plan", "provider"),
            "item__plan__assessment",
        ),
        assessment=(_("Number"), "item.plan.assessment_id"),
        solution=(_("Solution"), "item.solution"),
        provider=(_("Provider"), "provider.name"),
        sells=(_("Sells it itself"), "sells"),
        at=(_("Declared at"), "said_at"),
        by=(_("Declared by"), "said_name"),
    )
