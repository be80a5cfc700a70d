"""What becomes of files after their upload: pictures, late scans, and what leaves the disk."""

from django.db import transaction

from diagnosis.evidence import scanning, storing
from diagnosis.evidence.drawing.running import draw_pictures
from diagnosis.models import Evidence, Picture, Scan
from diagnosis.models.evidence import RESTORABLE_FOR
from diagnosis.services.attaching import mark_erased, queue_picture
from gongfu.core import clock
from gongfu.core.stored import stored_path

AT_ONCE = 50  # files that one round of scanning takes
PATIENCE = 3  # files without a verdict, after which the scanner counts as away


def draw_evidence(*, evidence: Evidence) -> Picture:
    """Draw the pictures of a file; one that cannot be drawn goes without."""
    drawn = draw_pictures(evidence.stored, evidence.content_type)
    return Picture.READY if drawn else Picture.NONE


def store_picture(*, evidence: Evidence, picture: Picture) -> None:
    """Note whether there is a picture, unless the file has been erased meanwhile."""
    changed = Evidence.objects.on_disk().filter(pk=evidence.pk).update(picture=picture)
    if not changed:
        transaction.on_commit(lambda: storing.erase(evidence.stored))


def scan_waiting() -> int:
    """Scan what waits, and what came before there was a scanner; return how many have a verdict."""
    if not scanning.has_scanner():
        return _release()
    told = misses = 0
    files = Evidence.objects.on_disk().filter(scan__in=(Scan.WAITING, Scan.NONE))
    for evidence in files.order_by("-scan", "pk")[:AT_ONCE]:  # "waiting" before "none"
        try:
            verdict = scanning.scan_path(stored_path(evidence.stored))
        except FileNotFoundError:
            continue  # erased meanwhile
        if verdict.scan != Scan.WAITING:
            told += 1
            _settle(evidence, verdict)
        elif (misses := misses + 1) == PATIENCE:
            break  # the scanner is away
    return told


def _release() -> int:
    """Where the scanner was given up for good no file waits for it; each says it is unscanned."""
    waiting = list(Evidence.objects.filter(scan=Scan.WAITING))
    for evidence in waiting:
        _settle(evidence, scanning.Verdict(Scan.NONE))
    return len(waiting)


def _settle(evidence: Evidence, verdict: scanning.Verdict) -> None:
    """Let a clean file go; an infected one leaves the disk, its row says why."""
    with transaction.atomic():
        evidence.scan, evidence.threat = verdict.scan, verdict.threat
        evidence.save(update_fields=["scan", "threat"])
        if verdict.scan == Scan.INFECTED:
            mark_erased(evidence=evidence, at=clock.now())
        else:
            queue_picture(evidence=evidence)


def erase_removed() -> int:
    """Erase what was removed and can no longer be brought back; return how many."""
    due = Evidence.objects.on_disk().filter(removed_at__lte=clock.now() - RESTORABLE_FOR)
    count = 0
    for evidence in due.iterator():
        with transaction.atomic():
            mark_erased(evidence=evidence, at=clock.now())
        count += 1
    return count


def remove_strays() -> int:
    """Remove files that no row names: left by a crash, or by an assessment that was deleted."""
    known = Evidence.objects.on_disk().values_list("stored", flat=True)
    found = storing.strays(known)
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)
