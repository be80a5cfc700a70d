"""The one table that outside readers follow, and its one sequencer."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from gongfu.core.models import Change


def note_change(*, kind: str, key: str, operation: str = Change.Operation.UPSERT) -> None:
    """Write down, in the transaction of the change, that something changed."""
    Change.objects.create(kind=kind, key=key, operation=operation)


def note_changes(
    *, kind: str, keys: Iterable[str], operation: str = Change.Operation.UPSERT
) -> None:
    """Write down many changes of one kind at once, for the bulk paths."""
    rows = (Change(kind=kind, key=key, operation=operation) for key in keys)
    Change.objects.bulk_create(rows, batch_size=1000)


@transaction.atomic
def number_changes(*, limit: int = 5000) -> int:
    """Give the committed changes their numbers; return how many.

    Two runs at once cannot both succeed with the same number: the column is unique.
    """
    waiting = list(
        Change.objects.select_for_update().filter(number__isnull=True).order_by("id")[:limit]
    )
    last = Change.objects.aggregate(last=Max("number"))["last"] or 0
    for number, change in enumerate(waiting, start=last + 1):
        change.number = number
    Change.objects.bulk_update(waiting, ["number"], batch_size=500)
    return len(waiting)
