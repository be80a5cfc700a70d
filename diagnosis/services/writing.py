"""The one way an envelope changes: one transaction, one row of history, no lost update."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from diagnosis.answers import Envelope, envelope, remembered_value, revision
from diagnosis.models import AnswerChange, AnswerSheet, Assessment, Voice
from gongfu.core import clock, fault
from gongfu.core.models import User

# What is to be stored, worked out from the whole sheet once nobody else can change it.
Proposal = Callable[[AnswerSheet], tuple[object, Mapping[str, Any]]]
REMEMBERED = ("verdict", "reason", "origin", "written")  # of the details of an envelope
Follow = Callable[[AnswerSheet, datetime], None]


class Overtaken(Exception):
    """The answer has a newer revision than the one this change was based on."""

    def __init__(self, proposed: object, current: Envelope) -> None:
        super().__init__()
        self.proposed = proposed
        self.current = current


def write_envelope(
    *,
    assessment: Assessment,
    voice: Voice,
    key: str,
    propose: Proposal,
    follow: Follow,
    base_revision: int,
    user: User,
    sender: str = "",
    confirms: bool = False,
) -> Envelope:
    """Store one answer and return its envelope: `write_on` the sheet of a voice, once locked."""

    def write() -> Envelope:
        return write_on(
            sheet=lock_sheet(assessment, voice),
            key=key,
            propose=propose,
            follow=follow,
            base_revision=base_revision,
            user=user,
            sender=sender,
            confirms=confirms,
        )

    return in_transaction(write)


def in_transaction(write: Callable[[], Envelope]) -> Envelope:
    """All or nothing; once more where the revision was taken between reading and writing."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        with transaction.atomic():
            return write()


def lock_sheet(assessment: Assessment, voice: Voice) -> AnswerSheet:
    """The sheet, which nobody else can change until the transaction ends."""
    sheet = AnswerSheet.objects.select_for_update().get(assessment=assessment, voice=voice)
    sheet.assessment = assessment
    return sheet


def write_on(
    *,
    sheet: AnswerSheet,
    key: str,
    propose: Proposal,
    follow: Follow,
    base_revision: int,
    user: User,
    sender: str = "",
    confirms: bool = False,
) -> Envelope:
    """Store one answer on a locked sheet; the same value again changes nothing.

    Unless it `confirms` a value that was taken over from elsewhere: it then becomes the person's
    own. `follow` runs in the same transaction after the sheet is stored. Raises Overtaken when
    somebody else gave another value since `base_revision`.
    """
    value, details = propose(sheet)
    current = sheet.document.get(key)
    if _is_kept(current, value, details) and not (confirms and _taken_over(current, value)):
        return current or envelope(value=None, rev=0, at=clock.now(), by=user.name)
    if current and base_revision != current["rev"]:
        if _is_late(current, sender):
            return current
        if not sender and not _was_touched(sheet, key, base_revision, value):
            return current
        if not _own_page(current, sender):
            raise Overtaken(value, current)
    at = clock.now()
    new = envelope(
        value=value,
        rev=revision(sheet.document, key) + 1,
        at=at,
        by=user.name,
        sender=sender,
        **details,
    )
    _store(sheet, key, new, at, user)
    follow(sheet, at)
    fault.point("answer.saved")
    return new


def _store(sheet: AnswerSheet, key: str, new: Envelope, at: datetime, user: User) -> None:
    change_of(sheet, key, new, at, user).save()
    fault.point("answer.logged")
    sheet.document[key] = new
    sheet.save(update_fields=["document", "updated_at"])


def change_of(
    sheet: AnswerSheet, key: str, new: Envelope, at: datetime, user: User
) -> AnswerChange:
    """The row of history, before the new envelope takes the place of the old one."""
    return AnswerChange(
        sheet=sheet,
        key=key,
        revision=new["rev"],
        old=_remembered(sheet.document.get(key)),
        new=_remembered(new),
        at=at,
        by=user,
        by_name=user.name,
    )


def _remembered(kept: Envelope | None) -> Any:
    """What the history keeps: the value, alone where there is nothing to say about it."""
    if kept is None:
        return None
    details = {name: kept[name] for name in REMEMBERED if name in kept}
    return {"value": kept["value"], **details} if details else kept["value"]


def _is_kept(current: Envelope | None, value: object, details: Mapping[str, Any]) -> bool:
    """Whether nothing would change."""
    if current is None:
        return value is None
    same_details = all((current.get(name) or "") == (details[name] or "") for name in details)
    return current["value"] == value and same_details


def _taken_over(current: Envelope | None, value: object) -> bool:
    """Whether this value stands there as a proposal that nobody has confirmed."""
    return bool(current and "origin" in current and value is not None)


def _was_touched(sheet: AnswerSheet, key: str, base_revision: int, value: object) -> bool:
    """Whether the person changed what the page showed; a plain form sends all it holds."""
    shown = sheet.changes.filter(key=key, revision=base_revision).values_list("new", flat=True)
    return bool(remembered_value(shown.first()) != value)


def _own_page(current: Envelope, sender: str) -> bool:
    """Whether the newer revision came from the very page that sends this one."""
    return bool(sender) and _page(current.get("sender", "")) == _page(sender)


def _is_late(current: Envelope, sender: str) -> bool:
    """Whether this request was overtaken on the way by a later one of the same page."""
    return _own_page(current, sender) and _number(sender) <= _number(current["sender"])


def _page(sender: str) -> str:
    return sender.partition(".")[0]


def _number(sender: str) -> int:
    digits = sender.partition(".")[2][:9]
    return int(digits) if digits.isascii() and digits.isdigit() else 0
