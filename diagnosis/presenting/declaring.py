"""The declaration of truth, in the words that were agreed to."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from diagnosis.deadlines import ANSWER_WITHIN, APPEAL_WITHIN
from diagnosis.models import Assessment, Receipt
from diagnosis.presenting.shapes import Declaration
from enterprises.models import Assignment
from gongfu.core import clock


def statement() -> str:
    """The sentence a person declares; it stands on the check page and in the report."""
    return _(
        "I confirm that these answers agree with the actual situation of the company. I know that "
        "a diagnosis provider verifies them on site and that this statement is printed in the "
        "report."
    )


def declaration_of(receipt: Receipt | None) -> Declaration | None:
    """Who declared it; None where nothing was submitted."""
    if receipt is None:
        return None
    return Declaration(
        number=receipt.number,
        name=receipt.declared_name,
        position=receipt.declared_position,
        declared_at=timezone.localtime(receipt.declared_at),
        statement=statement(),
        digest=receipt.answers_digest,
    )


def next_steps(assessment: Assessment) -> list[str]:
    """What follows a submission and by when, for the page and for paper."""
    computed = _("The result of your self-assessment is computed at once and stands on its page.")
    if assessment.is_extra:
        return [computed, _("It is voluntary: nobody visits you for it, and no step is left.")]
    care = assessment.enterprise.assignments.filter(
        campaign_id=assessment.campaign_id, ended_on=None
    ).select_related("provider")
    given = care.first()
    steps = [
        computed,
        _visit(given.provider.name if given else "", _visit_by(assessment, given)),
    ]
    appeal = _(
        "The result is then updated. You can appeal against it within %(days)d days; the district "
        "answers within %(answer)d days."
    )
    steps.append(appeal % {"days": APPEAL_WITHIN.days, "answer": ANSWER_WITHIN.days})
    return steps


def _visit_by(assessment: Assessment, given: Assignment | None) -> date | None:
    """Until when the visit is planned; None where nobody may be left the time for it.

    The day by which firms still hand in is none by which each of them is visited.
    """
    day = (given and given.due_on) or assessment.campaign.due_on
    return day if day > max(clock.today(), assessment.due_on) else None


def _visit(provider: str, day: date | None) -> str:
    who = provider or _("A diagnosis provider")
    if day is None:
        visit = _("%(provider)s contacts you, agrees on a day and verifies the answers on site.")
        return visit % {"provider": who}
    visit = _("%(provider)s contacts you and verifies the answers on site by %(day)s.")
    return visit % {"provider": who, "day": day.isoformat()}
