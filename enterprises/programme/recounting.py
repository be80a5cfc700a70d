"""The ledger against the facts it follows from: stays in scope, steps reached, moves."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from enterprises.models import Campaign, Enterprise, LedgerEntry
from enterprises.programme.services.ledgering import histories_of
from enterprises.programme.steps import Cell, History

CHUNK = 500


def ledger_differences(tally: Counter[str]) -> Iterator[str]:
    """One line for every figure of the ledger that the facts do not give; `tally` counts both."""
    firms = Enterprise.objects.only("uscc", "district", "industry", "size").order_by("id")
    for chunk in chunks(firms.iterator(CHUNK)):
        yield from _chunk_differences(chunk, tally)


def _chunk_differences(chunk: Sequence[Enterprise], tally: Counter[str]) -> Iterator[str]:
    campaigns = {row.pk: row.slug for row in Campaign.objects.all()}
    histories = histories_of(chunk, campaigns)
    written = _written(chunk, tally)
    names = {firm.pk: firm.uscc for firm in chunk}
    for (campaign, pk), history in histories.items():
        expected: Counter = Counter()
        for row in history.rows():
            expected[row.on, row.step, row.cell] += row.delta
        found = written.pop((campaign, pk), Counter())
        tally["firms in campaigns"] += bool(found or expected)
        for key in sorted({*expected, *found}, key=str):
            if expected[key] != found[key]:
                yield _line(names[pk], campaigns[campaign], key, found[key], expected[key])
    yield from _moved_unsaid(chunk, histories)


def _written(chunk: Sequence[Enterprise], tally: Counter[str]) -> dict[tuple[int, int], Counter]:
    """What the ledger says of each firm in each campaign, net."""
    found: dict[tuple[int, int], Counter] = {}
    rows = LedgerEntry.objects.filter(enterprise__in=chunk).values_list(
        *("campaign_id", "enterprise_id", "effective_on", "step"),
        *("district_id", "industry_id", "size", "delta"),
    )
    for campaign, pk, on, step, *cell, delta in rows:
        found.setdefault((campaign, pk), Counter())[on, step, Cell(*cell)] += delta
        tally["ledger rows"] += 1
    return found


def _line(firm: str, campaign: str, key: tuple, found: int, expected: int) -> str:
    on, step, cell = key
    where = f"{cell.district}/{cell.industry}/{cell.size}"
    return (
        f"ledger: {firm} in {campaign} on {on}, {step} in {where}: "
        f"the ledger says {found:+d}, the facts say {expected:+d}"
    )


def _moved_unsaid(
    chunk: Sequence[Enterprise], histories: dict[tuple[int, int], History]
) -> Iterator[str]:
    """Firms whose register entry changed although no move was recorded."""
    last = {pk: history.moves[-1].after for (_, pk), history in histories.items() if history.moves}
    for firm in chunk:
        now = Cell(firm.district_id, firm.industry_id, firm.size)
        if last.get(firm.pk, now) != now:
            yield (
                f"register: {firm.uscc} is in {'/'.join(now)}, "
                f"its last move led to {'/'.join(last[firm.pk])}"
            )


def chunks(rows: Iterator) -> Iterator[list]:
    """A long stream in pieces."""
    while piece := list(islice(rows, CHUNK)):
        yield piece
