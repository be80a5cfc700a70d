"""The audit trail: append and seal. Reading it is for the auditor alone."""

import hashlib
import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gongfu.core.actor import Actor
from gongfu.core.models import AuditEntry, AuditSeal

SETTLED = timedelta(minutes=1)  # older entries cannot be joined by a slower transaction any more


def record(
    *,
    actor: Actor,
    action: str,
    target: str,
    result: str,
    status: int | None = None,
    request_id: str = "",
) -> None:
    """Append one entry. `target` names ids only, never contents; it stays one line."""
    AuditEntry.objects.create(
        at=timezone.now(),
        actor=actor.pseudonym or "visitor",
        role=actor.role,
        action=action,
        target=_one_line(target)[:120],
        result=result,
        status=status,
        request_id=request_id,
    )


def _one_line(text: str) -> str:
    """What cannot be printed, line ends and bidi marks among it, could forge a second entry."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


@transaction.atomic
def seal() -> AuditSeal | None:
    """Chain the entries that have settled since the last seal; None when there are none."""
    previous = AuditSeal.objects.order_by("-last").first()
    entries = AuditEntry.objects.filter(
        at__lt=timezone.now() - SETTLED, id__gt=previous.last if previous else 0
    )
    rows = list(entries.order_by("id")[:5000])
    if not rows:
        return None
    before = previous.digest if previous else ""
    return AuditSeal.objects.create(
        first=rows[0].pk,
        last=rows[-1].pk,
        count=len(rows),
        previous=before,
        digest=digest(before, rows),
    )


def broken_seals() -> list[str]:
    """What the chain says against the entries: one line for each seal that no longer fits."""
    faults, before = [], ""
    for link in AuditSeal.objects.order_by("last"):
        rows = list(AuditEntry.objects.filter(id__gte=link.first, id__lte=link.last).order_by("id"))
        if (
            link.previous != before
            or len(rows) != link.count
            or digest(before, rows) != link.digest
        ):
            faults.append(f"entries {link.first} to {link.last} were altered")
        before = link.digest
    return faults


def digest(previous: str, rows: list[AuditEntry]) -> str:
    """SHA-256 over the previous link and the canonical JSON of the entries."""
    chain = hashlib.sha256(previous.encode())
    for row in rows:
        fields = [
            row.pk,
            row.at.isoformat(),
            row.actor,
            row.role,
            row.action,
            row.target,
            row.result,
            row.status,
        ]
        chain.update(json.dumps(fields, ensure_ascii=False).encode())
    return chain.hexdigest()
