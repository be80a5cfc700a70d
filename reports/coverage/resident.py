"""The sums of a campaign, resident in the process and kept equal to the ledger.

One cheap query says whether anything came in; new rows are folded in by id. Because a slow
transaction may commit a lower id after a higher one was seen, the newest rows stay on watch: they
are counted again at each refresh, and those not met before are folded in wherever they stand.
"""

from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet

from enterprises.models import LedgerEntry
from gongfu.core.clock import now
from reports.coverage.sums import FIELDS, STEP_INDEX, Delta, Sums

WATCH = timedelta(minutes=10)  # no transaction that records coverage lasts longer
EVERY_ROW = 2**62


class Mark(NamedTuple):
    """The watched end of the ledger: how many rows, the last of them, and who that row is."""

    rows: int = 0
    last: int = 0
    identity: tuple[str, datetime] | None = None


class Resident:
    """The sums of one campaign for all threads of the process; hold `lock` while reading them."""

    def __init__(self, campaign_id: int) -> None:
        self.rows = LedgerEntry.objects.filter(campaign_id=campaign_id).order_by()
        self.lock = Lock()
        self.sums: Sums | None = None
        self.mark = Mark()
        self.seen: list[tuple[float, int]] = []  # when the ledger ended at which id

    def fresh(self) -> tuple[Sums, str]:
        """The sums of all that is in the ledger now, and a version that names this state."""
        sums = self.sums
        mark = self._look(sums) if sums else None
        if sums is None or mark is None:
            sums = self.sums = self._build()
            mark = self._look(sums) or Mark()
        if (mark.rows, mark.last) != (self.mark.rows, self.mark.last):
            mark = self._fold(sums, mark)
        self.mark = self._settle(sums, mark)
        return sums, f"{self.mark.last}.{sums.settled}.{self.mark.rows}"

    def _look(self, sums: Sums) -> Mark | None:
        """The end of the ledger now; None when it is not the ledger that was summed."""
        last = self.mark.last
        seen = self.rows.filter(id__gte=min(sums.settled, last)).aggregate(
            count=Count("id", filter=Q(id__gt=sums.settled)),
            last=Max("id"),
            source=Max("source", filter=Q(id=last)),
            at=Max("recorded_at", filter=Q(id=last)),
        )
        identity = (seen["source"], seen["at"]) if last else None
        if identity != self.mark.identity or seen["count"] < self.mark.rows:
            return None
        return Mark(seen["count"], seen["last"] or 0, identity)

    def _build(self) -> Sums:
        """Sum what is old enough in the database; the rest is on watch."""
        young = self.rows.filter(recorded_at__gte=now() - WATCH).aggregate(first=Min("id"))["first"]
        old = self.rows if young is None else self.rows.filter(id__lt=young)
        sums = Sums(self.rows, settled=old.aggregate(last=Max("id"))["last"] or 0)
        sums.load_months()
        self.mark, self.seen = Mark(0, sums.settled, self._identity(sums.settled)), []
        return sums

    def _fold(self, sums: Sums, mark: Mark) -> Mark:
        """Count in the rows after the last known one, and any that slipped in before it."""
        known = max(sums.watched, default=sums.settled)
        sums.fold(self._read(sums, self.rows.filter(id__gt=known)))
        if len(sums.watched) < mark.rows:
            sums.fold(self._read(sums, self.rows.filter(id__gt=sums.settled)))
        last = max(sums.watched, default=sums.settled)
        self.seen.append((monotonic(), last))
        return Mark(len(sums.watched), last, self._identity(last))

    def _read(self, sums: Sums, rows: QuerySet[LedgerEntry]) -> list[Delta]:
        return [
            Delta(pk, STEP_INDEX[step], sums.cell(*where), on, delta)
            for pk, step, *where, on, delta in rows.values_list(
                "id", *FIELDS, "effective_on", "delta"
            )
            if pk not in sums.watched
        ]

    def _settle(self, sums: Sums, mark: Mark) -> Mark:
        """Take rows off the watch that have been there long enough."""
        old = [end for at, end in self.seen if at < monotonic() - WATCH.total_seconds()]
        if not old:
            return mark
        self.seen = [(at, end) for at, end in self.seen if end > old[-1]]
        sums.settle(old[-1])
        return mark._replace(rows=len(sums.watched))

    def _identity(self, pk: int) -> tuple[str, datetime] | None:
        return self.rows.filter(id=pk).values_list("source", "recorded_at").first()


_residents: dict[int, Resident] = {}
_guard = Lock()


def resident(campaign_id: int) -> Resident:
    """The resident sums of a campaign, one object for the process."""
    with _guard:
        return _residents.setdefault(campaign_id, Resident(campaign_id))


def as_known(campaign_id: int, known_at: datetime) -> Sums:
    """The sums of what had been recorded by a moment: a printed figure can be printed again."""
    rows = LedgerEntry.objects.filter(campaign_id=campaign_id, recorded_at__lte=known_at)
    sums = Sums(rows.order_by(), settled=EVERY_ROW)
    sums.load_months()
    return sums


def forget() -> None:
    """Drop all that is resident; the next question reads the ledger anew."""
    with _guard:
        _residents.clear()
