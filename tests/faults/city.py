"""The firms that the rows act on: some that are answering, some that have submitted."""

from datetime import date

from django.db import transaction

from diagnosis.models import AnswerChange, AnswerSheet, Assessment, Score, Status, Voice
from diagnosis.services.opening import open_assessment
from diagnosis.services.publishing import publish_shipped
from diagnosis.services.scoring import score_assessment
from diagnosis.services.submitting import submit_assessment
from enterprises.models import Campaign
from gongfu.core.models import Job, User
from tests import factories

DRAFTS, SUBMITTED = 30, 56


@transaction.atomic
def build_city() -> None:
    """Write it through the services; the answers of one firm serve for all that submit."""
    publish_shipped()
    campaign = factories.CampaignFactory.create(due_on=date(2030, 12, 31))
    for _ in range(DRAFTS):
        _open(campaign)
    first = _open(campaign)
    factories.give(first, **factories.full_answers())
    for number in range(SUBMITTED):
        assessment = first if number == SUBMITTED - 1 else _open(campaign)
        if assessment != first:
            _copy_answers(first, assessment)
        _submit(assessment)
    Job.objects.all().delete()


def drafts(count: int) -> list[Assessment]:
    return _first(Status.DRAFT, count)


def scored(count: int) -> list[Assessment]:
    return _first(Status.SUBMITTED, count)


def unscored(count: int) -> list[Assessment]:
    """Submitted assessments whose score has yet to be worked out."""
    found = scored(count)
    Score.objects.filter(assessment__in=found).delete()
    return found


def person_of(assessment: Assessment) -> User:
    return User.objects.get(pk=factories.member_of(assessment).user_id)


def _first(status: str, count: int) -> list[Assessment]:
    found = Assessment.objects.filter(status=status).select_related("release", "enterprise")
    return list(found.order_by("pk")[:count])


def _open(campaign: Campaign) -> Assessment:
    firm = factories.in_scope(campaign)
    return open_assessment(enterprise=firm, campaign=campaign, actor=factories.as_firm(firm))


def _copy_answers(source: Assessment, target: Assessment) -> None:
    said = source.sheets.get(voice=Voice.SELF)
    sheet = AnswerSheet.objects.get(assessment=target, voice=Voice.SELF)
    sheet.document = said.document
    sheet.save()
    changes = list(said.changes.all())
    for change in changes:
        change.pk, change.sheet = None, sheet
    AnswerChange.objects.bulk_create(changes)
    source.refresh_from_db()
    Assessment.objects.filter(pk=target.pk).update(
        answered=source.answered, total=source.total, last_answer_at=source.last_answer_at
    )


def _submit(assessment: Assessment) -> None:
    user = person_of(assessment)
    submit_assessment(
        assessment=assessment,
        declared_name=user.name,
        declared_position="Head",
        actor=factories.member_of(assessment),
        user=user,
    )
    score_assessment(assessment=assessment)
