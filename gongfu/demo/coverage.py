"""Scope, steps and ledger of the simulated city, by the same pure rules as the services."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from enterprises.models import Campaign, Enterprise, LedgerEntry, ScopeEntry, Step, StepReached
from enterprises.programme.services.ledgering import cell_of
from enterprises.programme.steps import History, difference, row_source
from gongfu.core.actor import Actor

ENTERED = "规模以上制造业企业名单"
LEFT = "停产或迁出，移出名单"
PAPER = "纸质报告已送达，本系统未存件"


@dataclass(slots=True)
class CoverageRows:
    """Unsaved rows of one writing; `changes` are the keys that outside readers are told."""

    scope: list[ScopeEntry] = field(default_factory=list)
    steps: list[StepReached] = field(default_factory=list)
    ledger: list[LedgerEntry] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    def save(self) -> None:
        ScopeEntry.objects.bulk_create(self.scope, batch_size=1000)
        StepReached.objects.bulk_create(self.steps, batch_size=1000)
        LedgerEntry.objects.bulk_create(self.ledger, batch_size=1000)


@dataclass(frozen=True, slots=True)
class Event:
    """One fact about a firm: a step with its source, or its leaving."""

    on: date
    source: str
    step: str = ""  # empty: the firm leaves
    reason: str = ""


class Recorder:
    """Takes the facts of one firm in one campaign, in order, and adds the rows they make."""

    def __init__(
        self, rows: CoverageRows, campaign: Campaign, actor: Actor, at: Callable[[date], datetime]
    ) -> None:
        self.rows, self.campaign, self.actor, self.at = rows, campaign, actor, at

    def record(self, firm: Enterprise, entered: date, events: Sequence[Event]) -> None:
        source = f"register:{entered.isoformat()}"
        stay = ScopeEntry(
            campaign=self.campaign,
            enterprise=firm,
            entered_on=entered,
            entered_reason=ENTERED,
            source=source,
        )
        self.rows.scope.append(stay)
        before = History(cell_of(firm))
        after = before.enter(entered)
        self._write(firm, before, after, Event(entered, source, Step.IN_SCOPE, ENTERED))
        for event in sorted(events, key=lambda one: one.on):
            before, after = after, self._next(firm, stay, after, event)
            self._write(firm, before, after, event)

    def _next(self, firm: Enterprise, stay: ScopeEntry, history: History, event: Event) -> History:
        if not event.step:
            stay.left_on, stay.left_reason, stay.left_source = event.on, event.reason, event.source
            return history.leave(event.on)
        self.rows.steps.append(
            StepReached(
                campaign=self.campaign,
                enterprise=firm,
                step=event.step,
                on=event.on,
                recorded_at=self.at(event.on),
                author=self.actor.pseudonym,
                reason=event.reason,
                source=event.source,
            )
        )
        return history.reach(event.step, event.on)

    def _write(self, firm: Enterprise, before: History, after: History, event: Event) -> None:
        entries = list(self._entries(firm, before, after, event))
        self.rows.ledger += entries
        if entries:
            self.rows.changes.append(f"{self.campaign.pk}:{firm.pk}")

    def _entries(
        self, firm: Enterprise, before: History, after: History, event: Event
    ) -> Iterator[LedgerEntry]:
        for number, row in enumerate(difference(before, after), start=1):
            yield LedgerEntry(
                campaign=self.campaign,
                enterprise=firm,
                step=row.step,
                delta=row.delta,
                effective_on=row.on,
                recorded_at=self.at(event.on),
                district_id=row.cell.district,
                industry_id=row.cell.industry,
                size=row.cell.size,
                reason=event.reason,
                author=self.actor.pseudonym,
                source=row_source(event.source, self.campaign.pk, firm.pk, number),
            )
