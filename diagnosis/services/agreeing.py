"""Answers on which all views agree, at one press: take them over, or keep the sheet's own."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from diagnosis.answers import key_of, plain_answers, revision
from diagnosis.catalogue import framework_for
from diagnosis.maturity import AnswerError, Framework, check_value
from diagnosis.maturity.opinions import agreed_answer
from diagnosis.models import AnswerSheet, OpinionRound, Settlement, Status, Voice
from diagnosis.services.answering import keep_counts, locked
from diagnosis.services.voicing import checked_reason, handed_in
from diagnosis.services.writing import lock_sheet
from diagnosis.services.writing_many import Given, store_all
from gongfu.core.models import User

Seen = Mapping[str, int]  # question to the revision that the person saw


class Decided(NamedTuple):
    """How many questions had no answer before, had another one, or keep theirs."""

    new: int = 0
    replaced: int = 0
    kept: int = 0
    refused: int = 0  # the agreed answer contradicts another one of the sheet


@transaction.atomic
def decide_all(
    *, opinion_round: OpinionRound, replacing: Seen, keeping: Seen, reason: str, user: User
) -> Decided:
    """Take over agreed answers, and settle on the sheet's own where they are kept, with a reason.

    What was settled or changed since it was seen stays as it is. Raises Invalid where something is
    kept without a reason, Locked once the assessment was submitted.
    """
    because = checked_reason(reason) if keeping else ""
    assessment = opinion_round.assessment
    if assessment.status != Status.DRAFT:
        raise locked()
    if not opinion_round.is_over:
        return Decided()
    sheet = lock_sheet(assessment, Voice.SELF)
    framework = framework_for(assessment)
    own = plain_answers(sheet.document, framework.ref)
    agreed = dict(_undecided(opinion_round, own, sheet, {**replacing, **keeping}))
    checked = {
        ref: _checked(framework, ref, agreed[ref], own) for ref in replacing if ref in agreed
    }
    taken = {ref: value for ref, value in checked.items() if value is not None}
    kept = {ref: own[ref] for ref in keeping if ref in agreed and ref in own}

    def follow(sheet: AnswerSheet, at: datetime) -> None:
        keep_counts(assessment, framework, sheet, at)
        _settle(opinion_round, sheet, framework, kept, because, at, user)

    given: Given = {
        key_of(framework.ref, ref): (value, {}) for ref, value in {**taken, **kept}.items()
    }
    store_all(sheet=sheet, answers=given, follow=follow, user=user)
    replaced = len(taken.keys() & own.keys())
    return Decided(len(taken) - replaced, replaced, len(kept), len(checked) - len(taken))


def _undecided(
    opinion_round: OpinionRound, own: Mapping[str, Any], sheet: AnswerSheet, seen: Seen
) -> Iterator[tuple[str, Any]]:
    """Questions with the answer of all views, where the sheet still differs as it was seen."""
    views = [each.document for each in handed_in(opinion_round)]
    settled = set(opinion_round.settlements.values_list("ref", flat=True))
    module = opinion_round.assessment.framework_ref
    for ref in (ref for ref in opinion_round.refs if ref in seen and ref not in settled):
        answer = agreed_answer(view.get(ref) for view in views)
        as_seen = revision(sheet.document, key_of(module, ref)) == seen[ref]
        if as_seen and answer not in (None, own.get(ref)):
            yield ref, answer


def _checked(framework: Framework, ref: str, answer: Any, others: Mapping[str, Any]) -> object:
    """The answer as it is stored; None where it cannot stand beside the others."""
    try:
        return check_value(framework, ref, answer, others)
    except AnswerError:
        return None


def _settle(
    opinion_round: OpinionRound,
    sheet: AnswerSheet,
    framework: Framework,
    kept: Mapping[str, Any],
    because: str,
    at: datetime,
    user: User,
) -> None:
    Settlement.objects.bulk_create(
        Settlement(
            round=opinion_round,
            ref=ref,
            value=value,
            reason=because,
            revision=revision(sheet.document, key_of(framework.ref, ref)),
            at=at,
            by=user,
            by_name=user.name,
        )
        for ref, value in kept.items()
    )
