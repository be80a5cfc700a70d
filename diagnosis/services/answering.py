from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.answers import Envelope, key_of, plain_answers, written_beside
from diagnosis.catalogue import framework_for
from diagnosis.maturity import AnswerError, Framework, check_value, progress
from diagnosis.maturity.answers import written_in_units
from diagnosis.models import AnswerSheet, Assessment, Status, Voice
from diagnosis.problems import to_invalid
from diagnosis.services.writing import Overtaken, in_transaction, lock_sheet, write_on
from gongfu.core.errors import Conflict, Locked
from gongfu.core.models import User


def save_answer(
    *,
    assessment: Assessment,
    ref: str,
    raw: object,
    base_revision: int,
    user: User,
    sender: str = "",
    confirms: bool = True,
) -> Envelope:
    """Keep one answer of the self-assessment in a transaction of its own; see `answer_on`."""

    def write() -> Envelope:
        return answer_on(
            sheet=lock_sheet(assessment, Voice.SELF),
            ref=ref,
            raw=raw,
            base_revision=base_revision,
            user=user,
            sender=sender,
            confirms=confirms,
        )

    return in_transaction(write)


def answer_on(
    *,
    sheet: AnswerSheet,
    ref: str,
    raw: object,
    base_revision: int,
    user: User,
    sender: str = "",
    confirms: bool = True,
) -> Envelope:
    """Keep one answer on a locked sheet and return its envelope; nothing given clears it.

    An answer that was taken over from elsewhere becomes the person's own, changed or not, unless
    the person did not look at it (`confirms` is false).

    Raises Invalid for a value that cannot be kept, Locked once the assessment was submitted, and
    Conflict, which carries both values, when somebody else answered since `base_revision`.
    """
    assessment = sheet.assessment
    framework = framework_for(assessment)
    if assessment.status != Status.DRAFT:
        raise locked()
    key = key_of(assessment.framework_ref, ref)

    def propose(sheet: AnswerSheet) -> tuple[object, Mapping[str, Any]]:
        others = plain_answers(sheet.document, assessment.framework_ref)
        try:
            value = check_value(framework, ref, raw, others)
        except AnswerError as error:
            raise to_invalid(error, framework) from error
        written = written_in_units(framework, ref, raw)
        return value, {"written": written_beside(value, written, sheet.document.get(key))}

    def follow(sheet: AnswerSheet, at: datetime) -> None:
        keep_counts(assessment, framework, sheet, at)

    try:
        return write_on(
            sheet=sheet,
            key=key,
            propose=propose,
            follow=follow,
            base_revision=base_revision,
            user=user,
            sender=sender,
            confirms=confirms,
        )
    except Overtaken as overtaken:
        raise conflict(ref, overtaken) from overtaken


def conflict(ref: str, overtaken: Overtaken) -> Conflict:
    """Both values side by side; nothing is chosen for the person."""
    current = overtaken.current
    return Conflict(
        _("%(name)s changed this answer in the meantime. Your answer is not saved yet.")
        % {"name": current["by"]},
        ref=ref,
        mine=overtaken.proposed,
        theirs=current["value"],
        by=current["by"],
        at=current["at"],
        revision=current["rev"],
    )


def keep_counts(
    assessment: Assessment, framework: Framework, sheet: AnswerSheet, at: datetime
) -> None:
    """Keep the counts that lists show; the condition makes sure that nobody has submitted."""
    answers = plain_answers(sheet.document, assessment.framework_ref)
    done = progress(framework, answers, assessment.profile)
    counts = {"answered": done.answered, "total": done.total, "last_answer_at": at}
    still_open = Assessment.objects.filter(pk=assessment.pk, status=Status.DRAFT)
    if not still_open.update(**counts, updated_at=at):
        raise locked()
    for name, value in counts.items():
        setattr(assessment, name, value)


def locked() -> Locked:
    """What is said to whoever wants to change a submitted assessment."""
    return Locked(_("The assessment was submitted, so its answers can no longer be changed."))
