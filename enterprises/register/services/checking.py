"""The dry run: read a file, compare it with the register, keep what would happen line by line."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from enterprises.register.comparing import ATTRIBUTES, SIZE, current_values, difference
from enterprises.register.entries import Entry, LineReader, refuse_doubles
from enterprises.register.faults import Fault
from enterprises.register.models import Enterprise, ImportRow, RegisterImport
from enterprises.register.places import Places
from enterprises.register.reading.columns import Layout, find_layout
from enterprises.register.reading.files import read_file
from enterprises.register.reading.tables import Unreadable
from enterprises.register.services.receiving import page_of, stored_path
from gongfu.core import fault
from gongfu.core.jobs import Lease

CHUNK = 500  # codes per question to the database
PIECE = 500  # lines per write: other writers get their turn between two pieces
Outcome = ImportRow.Outcome


def check_import(*, register_import: RegisterImport, lease: Lease) -> None:
    """Fill the import with its lines. Repeating it after a crash starts from a clean sheet."""
    if register_import.state != RegisterImport.State.WAITING:
        with lease.complete():
            return
    register_import.lines.all().delete()
    try:
        layout, rows, encoding = _dry_run(register_import, lease)
    except Unreadable as error:
        _refuse(register_import, error, lease)
        return
    for start in range(0, len(rows), PIECE):
        # A worker that lost its lease may write the same lines; each exists once.
        ImportRow.objects.bulk_create(rows[start : start + PIECE], ignore_conflicts=True)
        lease.progress(start, 2 * len(rows))
    fault.point("import.checked")
    with lease.complete() as result:
        _conclude(register_import, layout, rows, encoding)
        result["url"] = page_of(register_import)


def _dry_run(register_import: RegisterImport, lease: Lease) -> tuple[Layout, list[ImportRow], str]:
    table = read_file(stored_path(register_import))
    layout, lines = find_layout(table)
    if not lines:
        raise Unreadable("no_rows")
    reader = LineReader(layout, Places.of_city(settings.CITY))
    entries = [reader.read(line) for line in lines]
    refuse_doubles(entries, layout.header_of("uscc"))
    fault.point("import.parsed")
    lease.progress(len(entries) // 4, 2 * len(entries))
    return layout, list(_compared(register_import, entries, layout)), table.encoding


def _compared(
    register_import: RegisterImport, entries: list[Entry], layout: Layout
) -> Iterable[ImportRow]:
    known = registered([entry.uscc for entry in entries if not entry.is_refused])
    for entry in entries:
        old = known.get(entry.uscc)
        _refuse_foreign(register_import.district_id, entry, old, layout)
        yield _row(register_import, entry, old)


def registered(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What the register holds under these credit codes."""
    wanted, found = list(codes), {}
    columns = ("pk", "uscc", SIZE, *ATTRIBUTES.values())
    for start in range(0, len(wanted), CHUNK):
        chunk = Enterprise.objects.filter(uscc__in=wanted[start : start + CHUNK])
        for row in chunk.values(*columns):
            found[row["uscc"]] = {"pk": row["pk"], **current_values(row)}
    return found


def _refuse_foreign(
    own: str | None, entry: Entry, old: dict[str, Any] | None, layout: Layout
) -> None:
    """A district imports its own firms only, and learns no more of others than that they are."""
    if own is None or entry.is_refused:
        return
    if entry.values["district"] != own:
        header = layout.header_of("district")
        entry.faults.append(Fault(header, entry.values["district"], "other_district"))
    elif old is not None and old["district"] != own:
        entry.faults.append(Fault(layout.header_of("uscc"), entry.uscc, "is_elsewhere"))


def _row(register_import: RegisterImport, entry: Entry, old: dict[str, Any] | None) -> ImportRow:
    row = ImportRow(
        register_import=register_import,
        number=entry.number,
        uscc=entry.uscc,
        faults=[fault.as_json() for fault in entry.faults],
    )
    if entry.is_refused:
        row.outcome, row.raw = Outcome.REFUSED, entry.raw
        return row
    blank = dict.fromkeys((*ATTRIBUTES, SIZE))
    row.before, row.after = difference(old or blank, entry.values)
    if old is None:
        row.outcome, row.before = Outcome.CREATE, {}
        return row
    row.enterprise_id = old["pk"]
    row.outcome = Outcome.UPDATE if row.after else Outcome.SAME
    return row


def _conclude(
    register_import: RegisterImport, layout: Layout, rows: list[ImportRow], encoding: str
) -> None:
    counts = Counter(row.outcome for row in rows)
    register_import.columns = [[column.header, column.field] for column in layout.columns]
    register_import.encoding = encoding
    register_import.rows = len(rows)
    register_import.created = counts[Outcome.CREATE]
    register_import.updated = counts[Outcome.UPDATE]
    register_import.unchanged = counts[Outcome.SAME]
    register_import.refused = counts[Outcome.REFUSED]
    register_import.state = RegisterImport.State.CHECKED
    register_import.save()


def _refuse(register_import: RegisterImport, error: Unreadable, lease: Lease) -> None:
    with lease.complete() as result:
        result["url"] = page_of(register_import)
        register_import.state = RegisterImport.State.REFUSED
        register_import.problem = {"code": error.code, "params": error.params}
        register_import.save(update_fields=["state", "problem"])
