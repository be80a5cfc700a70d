"""Give the self-assessment, at one press, every answer on which all views agree."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from diagnosis.answers import key_of, plain_answers, revision
from diagnosis.catalogue import framework_for
from diagnosis.maturity import AnswerError, Framework, check_value
from diagnosis.maturity.opinions import agreed_answer
from diagnosis.models import AnswerSheet, OpinionRound, Status, Voice
from diagnosis.services.answering import keep_counts, locked
from diagnosis.services.voicing import handed_in
from diagnosis.services.writing import lock_sheet
from diagnosis.services.writing_many import Given, store_all
from gongfu.core.models import User


class Adopted(NamedTuple):
    """How many questions had no answer before, and how many had another one."""

    new: int
    replaced: int


@transaction.atomic
def adopt_all(*, opinion_round: OpinionRound, seen: Mapping[str, int], user: User) -> Adopted:
    """Take over each agreed answer whose question stands at the revision that was `seen`.

    What was settled or changed meanwhile stays, and so does an answer that contradicts another one
    of the sheet: it is taken over by itself, where the contradiction is said.
    Raises Locked once the assessment was submitted.
    """
    assessment = opinion_round.assessment
    if assessment.status != Status.DRAFT:
        raise locked()
    sheet = lock_sheet(assessment, Voice.SELF)
    framework = framework_for(assessment)
    given = _agreed(opinion_round, sheet, framework, seen)

    def follow(sheet: AnswerSheet, at: datetime) -> None:
        keep_counts(assessment, framework, sheet, at)

    own = plain_answers(sheet.document, framework.ref)
    replaced = sum(key_of(framework.ref, ref) in given for ref in own)
    store_all(sheet=sheet, answers=given, follow=follow, user=user)
    return Adopted(len(given) - replaced, replaced)


def _agreed(
    opinion_round: OpinionRound, sheet: AnswerSheet, framework: Framework, seen: Mapping[str, int]
) -> Given:
    """What differs from the sheet, by key of its answer; nothing before the end of the round."""
    if not opinion_round.is_over:
        return {}
    views = [each.document for each in handed_in(opinion_round)]
    settled = set(opinion_round.settlements.values_list("ref", flat=True))
    sheet_answers = plain_answers(sheet.document, framework.ref)
    found: dict[str, tuple[object, Mapping[str, Any]]] = {}
    for ref in (ref for ref in opinion_round.refs if ref in seen and ref not in settled):
        key = key_of(framework.ref, ref)
        value = _checked(
            framework, ref, agreed_answer(view.get(ref) for view in views), sheet_answers
        )
        if (
            value not in (None, sheet_answers.get(ref))
            and revision(sheet.document, key) == seen[ref]
        ):
            found[key] = (value, {})
    return found


def _checked(framework: Framework, ref: str, answer: Any, others: Mapping[str, Any]) -> object:
    """The answer as it is stored; None where it cannot be."""
    try:
        return check_value(framework, ref, answer, others)
    except AnswerError:
        return None
