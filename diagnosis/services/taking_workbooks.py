from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.answers import envelope, key_of, remembered_value, revision, written_beside
from diagnosis.catalogue import framework_for
from diagnosis.models import AnswerChange, AnswerSheet, FilledWorkbook, Status, Voice
from diagnosis.services.answering import keep_counts, locked
from diagnosis.services.writing import change_of
from diagnosis.workbook.opening import Opened
from diagnosis.workbook.understanding import Understanding
from diagnosis.workbook.weighing import Change, Choices, Weighed, Weighing
from gongfu.core import clock
from gongfu.core.errors import Conflict
from gongfu.core.languages import short
from gongfu.core.models import User


def weigh_workbook(
    *,
    workbook: FilledWorkbook,
    sheet: AnswerSheet,
    choices: Choices | None = None,
) -> Weighed:
    """What the workbook would change in the sheet as it is, and what stands against it.

    Without `choices` those count that the person made before.
    """
    framework = framework_for(workbook.assessment)
    opened = Opened.from_json(workbook.content)
    return Weighing(
        Understanding(framework, framework.texts(short())),
        opened,
        sheet.document,
        lambda wanted: _values_at(sheet, wanted),
        sender_of(workbook),
        choices or Choices(theirs=workbook.theirs),
    ).weighed()


@transaction.atomic
def take_workbook(*, workbook: FilledWorkbook, digest: str, choices: Choices, user: User) -> int:
    """Write the good answers of a workbook in one go, and return how many.

    Wrong cells and conflicts that nobody settled are left; so taking it twice changes nothing.
    Raises Conflict when another file was uploaded since the page was shown, and Locked after
    submission.
    """
    assessment = workbook.assessment
    if assessment.status != Status.DRAFT:
        raise locked()
    if workbook.digest != digest:
        raise Conflict(_("Another file was uploaded in the meantime. Please look at it first."))
    sheet = AnswerSheet.objects.select_for_update().get(assessment=assessment, voice=Voice.SELF)
    workbook.theirs |= choices.theirs
    known = Choices(choices.mine, workbook.theirs)
    found = weigh_workbook(workbook=workbook, sheet=sheet, choices=known)
    at = clock.now()
    if found.changes:
        _write(workbook, sheet, list(found.changes.values()), at, user)
    workbook.taken_at, workbook.taken = at, workbook.taken + len(found.changes)
    workbook.save(update_fields=["taken_at", "taken", "theirs"])
    return len(found.changes)


def sender_of(workbook: FilledWorkbook) -> str:
    """Marks what a person took from a workbook: a later state of it is no conflict with itself."""
    token = Opened.from_json(workbook.content).identity.token
    return f"workbook{token}u{workbook.by_id}.1"


def _write(
    workbook: FilledWorkbook,
    sheet: AnswerSheet,
    changes: list[Change],
    at: datetime,
    user: User,
) -> None:
    """All envelopes and all rows of history at once, however many answers there are."""
    framework = framework_for(workbook.assessment)
    sender = sender_of(workbook)
    history = []
    for change in changes:
        key = key_of(framework.ref, change.ref)
        rev = revision(sheet.document, key) + 1
        written = written_beside(change.value, change.written, change.current)
        new = envelope(
            value=change.value, rev=rev, at=at, by=user.name, sender=sender, written=written
        )
        history.append(change_of(sheet, key, new, at, user))
        sheet.document[key] = new
    AnswerChange.objects.bulk_create(history)
    sheet.save(update_fields=["document", "updated_at"])
    keep_counts(workbook.assessment, framework, sheet, at)


def _values_at(sheet: AnswerSheet, wanted: Mapping[str, int]) -> dict[str, Any]:
    """The value that each answer had at a revision."""
    rows = sheet.changes.filter(key__in=wanted).values_list("key", "revision", "new")
    return {key: remembered_value(new) for key, rev, new in rows if wanted[key] == rev}
