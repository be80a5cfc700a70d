"""Several answers at one moment: one transaction, one row of history for each of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from diagnosis.answers import envelope, revision
from diagnosis.models import AnswerChange, AnswerSheet, Assessment, Voice
from diagnosis.services.writing import Follow, change_of, lock_sheet
from gongfu.core import clock
from gongfu.core.models import User

# The value of each answer and its details, by its key in the document.
Given = Mapping[str, tuple[object, Mapping[str, Any]]]


@transaction.atomic
def fill_envelopes(*, assessment: Assessment, answers: Given, follow: Follow, user: User) -> int:
    """Give values, each with its details, where the firm has given none; return how many."""
    sheet = lock_sheet(assessment, Voice.SELF)
    open_answers = {
        key: given
        for key, given in answers.items()
        if (sheet.document.get(key) or {}).get("value") is None
    }
    store_all(sheet=sheet, answers=open_answers, follow=follow, user=user)
    return len(open_answers)


def store_all(*, sheet: AnswerSheet, answers: Given, follow: Follow, user: User) -> datetime:
    """Store answers on a locked sheet, whatever stood there; return the moment they share."""
    at = clock.now()
    changes = []
    for key, (value, details) in answers.items():
        rev = revision(sheet.document, key) + 1
        new = envelope(value=value, rev=rev, at=at, by=user.name, **details)
        changes.append(change_of(sheet, key, new, at, user))
        sheet.document[key] = new
    if changes:
        AnswerChange.objects.bulk_create(changes)
        sheet.save(update_fields=["document", "updated_at"])
        follow(sheet, at)
    return at
