"""Three views of the key items: ask for them, give one, end the round, settle a difference."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.answers import Envelope, plain_answers
from diagnosis.catalogue import framework_for
from diagnosis.maturity import AnswerError, check_value
from diagnosis.maturity.opinions import key_items
from diagnosis.maturity.resolving import Reading
from diagnosis.models import (
    AnswerSheet,
    Assessment,
    Opinion,
    OpinionRound,
    Settlement,
    Standpoint,
    Status,
    Voice,
)
from diagnosis.problems import to_invalid
from diagnosis.services.answering import answer_on, locked
from diagnosis.services.assigning_sections import members_on
from diagnosis.services.telling import tell_opinion
from diagnosis.services.writing import in_transaction, lock_sheet
from diagnosis.teamwork.opinions import unsettled_in
from enterprises.models import Membership
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.errors import Forbidden, Invalid, Locked
from gongfu.core.inputs import clean_text
from gongfu.core.models import User

FEWEST = 2  # one view alone can neither agree nor differ


@transaction.atomic
def ask_for_opinions(
    *, assessment: Assessment, people: Mapping[str, int | None], actor: Actor
) -> OpinionRound:
    """Ask members for their views, each from one standpoint; opens the round the first time.

    Whoever has handed in stays. Raises Invalid for fewer than two people, one person twice or a
    person who is not of the firm, Locked once the round is over or the assessment submitted.
    """
    if assessment.status != Status.DRAFT:
        raise locked()
    members = {m.pk: m for m in members_on(assessment.enterprise_id, clock.today())}
    chosen = {point: members.get(key) for point, key in people.items() if key is not None}
    found, _made = OpinionRound.objects.select_for_update().get_or_create(
        assessment=assessment,
        defaults={
            "refs": list(_key_items(assessment)),
            "opened_at": clock.now(),
            "opened_by_id": actor.user_id,
        },
    )
    if found.closed_at is not None:
        raise _over()
    fixed = {each.standpoint: each for each in found.opinions.exclude(handed_in_at=None)}
    _check_people(chosen, fixed)
    for member in _asked_anew(found, {p: m for p, m in chosen.items() if m and p not in fixed}):
        if member.user_id != actor.user_id:
            tell_opinion(assessment=assessment, user_id=member.user_id, actor=actor)
    return found


def _key_items(assessment: Assessment) -> tuple[str, ...]:
    """Of what this firm is asked, as its answers stand now."""
    framework = framework_for(assessment)
    sheet = AnswerSheet.objects.filter(assessment=assessment, voice=Voice.SELF).first()
    answers = plain_answers(sheet.document, framework.ref) if sheet else {}
    reading = Reading(framework, answers, assessment.profile)
    return key_items(framework, [ref for ref in framework.questions if reading.is_shown(ref)])


def _check_people(chosen: Mapping[str, Membership | None], fixed: Mapping[str, Opinion]) -> None:
    for point, member in chosen.items():
        if point not in Standpoint.values or member is None:
            message = _("Choose a colleague who has access for your company.")
            raise Invalid(message, fields={point: message})
    asked = {point: each.user_id for point, each in fixed.items()}
    asked |= {p: m.user_id for p, m in chosen.items() if m and p not in fixed}
    if len(asked) < FEWEST:
        message = _("Choose at least two people; one view alone cannot be compared.")
        raise Invalid(message, fields={Standpoint.MANAGEMENT: message})
    users = list(asked.values())
    for point in [p for p in asked if p not in fixed]:
        if users.count(asked[point]) > 1:
            message = _("Each person gives one view; choose another colleague here.")
            raise Invalid(message, fields={point: message})


def _asked_anew(found: OpinionRound, wanted: Mapping[str, Membership]) -> list[Membership]:
    """Put the open places right; return who was not asked for this standpoint before."""
    open_places = found.opinions.filter(handed_in_at=None)
    present = {each.standpoint: each.user_id for each in open_places}
    kept = {p for p, m in wanted.items() if p in present and present[p] == m.user_id}
    open_places.exclude(standpoint__in=kept).delete()
    new = {point: member for point, member in wanted.items() if point not in kept}
    Opinion.objects.bulk_create(
        Opinion(round=found, standpoint=point, user_id=member.user_id, name=member.user.name)
        for point, member in new.items()
    )
    return list(new.values())


@transaction.atomic
def save_opinion(
    *, opinion: Opinion, raws: Mapping[str, object], hand_in: bool, actor: Actor
) -> None:
    """Keep what a person says to the key items; handing in is final and may end the round.

    Raises Invalid with every answer that cannot be kept, Locked once it was handed in or the round
    is over, Forbidden for a view that is another's.
    """
    found = OpinionRound.objects.select_for_update().get(pk=opinion.round_id)
    kept = Opinion.objects.get(pk=opinion.pk)
    if kept.user_id is None or kept.user_id != actor.user_id:
        raise Forbidden(_("This view is asked of somebody else."))
    if kept.handed_in_at is not None:
        raise Locked(_("You have handed in your view; it can no longer be changed."))
    if found.is_over:
        raise _over()
    kept.document = _values(found, raws)
    if hand_in and not kept.document:
        raise Invalid(_("Answer at least one question before you hand in your view."))
    kept.saved_at = clock.now()
    kept.handed_in_at = kept.saved_at if hand_in else None
    kept.save()
    if hand_in and not found.opinions.filter(handed_in_at=None).exists():
        _close(found)


def _values(found: OpinionRound, raws: Mapping[str, object]) -> dict[str, Any]:
    """The answers in their stored form; what was left open is left out."""
    framework = framework_for(found.assessment)
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for ref in found.refs:
        try:
            values[ref] = check_value(framework, ref, raws.get(ref))
        except AnswerError as error:
            wrong |= to_invalid(error, framework).fields
    if wrong:
        raise Invalid(_("Some answers cannot be kept; please correct them."), fields=wrong)
    return {ref: value for ref, value in values.items() if value is not None}


@transaction.atomic
def close_round(*, opinion_round: OpinionRound) -> None:
    """End the round: nobody answers any more, and everybody in the firm sees what was handed in."""
    found = OpinionRound.objects.select_for_update().get(pk=opinion_round.pk)
    if found.is_over:
        raise _over()
    _close(found)


def _close(found: OpinionRound) -> None:
    found.closed_at = clock.now()
    found.save(update_fields=["closed_at"])


def settle(
    *,
    opinion_round: OpinionRound,
    ref: str,
    raw: object,
    reason: str,
    base_revision: int,
    user: User,
) -> Envelope:
    """Make an answer that a person chose the firm's own, with a sentence why; never by reckoning.

    Raises Invalid without answer or reason, Locked where nothing differs (any more) or the
    assessment was submitted, Conflict when the answer changed since `base_revision`.
    """
    because = checked_reason(reason)

    def write() -> Envelope:
        sheet = lock_sheet(opinion_round.assessment, Voice.SELF)
        if ref not in unsettled(opinion_round):
            raise Locked(_("There is nothing to settle here: the views agree or it was settled."))
        kept = answer_on(sheet=sheet, ref=ref, raw=raw, base_revision=base_revision, user=user)
        if kept["value"] is None:
            message = _("Choose an answer in this list.")
            raise Invalid(message, fields={ref: message})
        Settlement.objects.create(
            round=opinion_round,
            ref=ref,
            value=kept["value"],
            reason=because,
            revision=kept["rev"],
            at=clock.now(),
            by=user,
            by_name=user.name,
        )
        return kept

    return in_transaction(write)


def unsettled(opinion_round: OpinionRound) -> list[str]:
    """The key items that wait for a decision; none before the end of the round."""
    return unsettled_in(opinion_round, handed_in(opinion_round)) if opinion_round.is_over else []


def handed_in(opinion_round: OpinionRound) -> list[Opinion]:
    """The views that count."""
    return list(opinion_round.opinions.exclude(handed_in_at=None))


def reason_missing() -> str:
    return _("Say in a sentence why; your colleagues and the consultant will read it.")


def checked_reason(reason: str) -> str:
    """A sentence why; Invalid without one."""
    try:
        cleaned = clean_text(reason, max_length=400)
    except Invalid as error:
        raise Invalid(error.message, fields={"reason": error.message}) from error
    if not cleaned:
        raise Invalid(reason_missing(), fields={"reason": reason_missing()})
    return cleaned


def _over() -> Locked:
    return Locked(_("The round of views is over; nothing can be changed in it."))
