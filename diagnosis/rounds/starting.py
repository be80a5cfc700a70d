"""A new round starts from the last answers: filled in at one press, each to be confirmed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from diagnosis.answers import Document, answers_of, key_of, plain_answers
from diagnosis.catalogue import framework_for
from diagnosis.models import AnswerSheet, Assessment, Status
from diagnosis.rounds.earlier import LastRound, fitting, last_round
from diagnosis.services.answering import keep_counts, locked
from diagnosis.services.writing_many import fill_envelopes
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid
from gongfu.core.languages import short
from gongfu.core.models import User


@dataclass(frozen=True, slots=True)
class Start:
    """What the last round can bring: `open` answers to press for, and what does not fit."""

    year: str
    open: int
    unfit: tuple[str, ...]  # names of questions that are asked otherwise now, or no more
    unconfirmed: int  # answers taken over that nobody has confirmed or changed yet


@dataclass(frozen=True, slots=True)
class Started:
    """What became of it."""

    year: str
    filled: int
    unfit: tuple[str, ...]


def start_for(assessment: Assessment, actor: Actor, document: Document) -> Start | None:
    """What to offer on the task list; None in the first round or once submitted."""
    if assessment.status != Status.DRAFT:
        return None
    last = last_round(assessment, actor)
    if last is None:
        return None
    own = plain_answers(document, assessment.framework_ref)
    found = fitting(last, framework_for(assessment), own)
    return Start(
        year=last.year,
        open=len(found.answers.keys() - own.keys()),
        unfit=_names(last, found.unfit),
        unconfirmed=sum(
            kept["value"] is not None and (kept.get("origin") or {}).get("round") is not None
            for kept in document.values()
        ),
    )


def start_from_last_round(*, assessment: Assessment, actor: Actor, user: User) -> Started:
    """Fill in what is still unanswered with the last answers, each until confirmed or changed.

    Raises Locked once the assessment was submitted, Invalid in the first round.
    """
    if assessment.status != Status.DRAFT:
        raise locked()
    last = last_round(assessment, actor)
    if last is None:
        raise Invalid(_("There is no earlier round whose answers could be taken over."))
    framework = framework_for(assessment)
    found = fitting(last, framework, answers_of(assessment))
    answers = {
        key_of(framework.ref, ref): (value, {"origin": _origin(last, ref)})
        for ref, value in found.answers.items()
    }

    def follow(sheet: AnswerSheet, at: datetime) -> None:
        keep_counts(assessment, framework, sheet, at)

    filled = fill_envelopes(assessment=assessment, answers=answers, follow=follow, user=user)
    return Started(last.year, filled, _names(last, found.unfit))


def _origin(last: LastRound, ref: str) -> dict[str, object]:
    """As an answer of another framework keeps it, with the round by which people know it."""
    return {
        "assessment": last.assessment.pk,
        "release": str(last.assessment.release),
        "refs": [ref],
        "partial": False,
        "round": last.year,
    }


def _names(last: LastRound, refs: tuple[str, ...]) -> tuple[str, ...]:
    texts = last.framework.texts(short())
    return tuple(texts.question(ref).label for ref in refs if ref in last.framework.questions)
