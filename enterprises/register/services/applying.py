"""Apply a checked import: all good lines in one short transaction, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from enterprises.programme.services.scoping import move_enterprises
from enterprises.register.comparing import SIZE, attributes
from enterprises.register.models import Enterprise, ImportRow, RegisterImport
from enterprises.register.services.checking import CHUNK, registered
from enterprises.register.services.receiving import APPLY, CHECK, page_of, queue
from enterprises.register.services.registering import (
    Prepared,
    insert_prepared,
    prepare,
    rewrite_prepared,
)
from gongfu.core import clock, fault
from gongfu.core.actor import Actor
from gongfu.core.errors import Locked
from gongfu.core.jobs import Lease

State = RegisterImport.State
DIMENSIONS = ("district", "industry", SIZE)


class RegisterChanged(Exception):
    """The register is no longer what the dry run saw; what a person agreed to cannot be done."""


@dataclass(slots=True)
class Plan:
    """Everything that can be worked out before the transaction begins."""

    created: Prepared
    updated: Prepared
    moves: list[tuple[Enterprise, dict[str, str]]] = field(default_factory=list)
    new_codes: list[str] = field(default_factory=list)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)


def start_applying(*, register_import: RegisterImport, actor: Actor) -> None:
    """Queue the writing of a checked import, once."""
    waiting = RegisterImport.objects.filter(pk=register_import.pk, state=State.CHECKED)
    if not waiting.update(state=State.APPLYING, problem={}):
        raise Locked(_("This import has been applied already, or is not checked yet."))
    queue(register_import, APPLY, actor)


def apply_import(*, register_import: RegisterImport, actor: Actor, lease: Lease) -> None:
    """Write the import. If the register changed since the dry run, check anew instead."""
    if register_import.state != State.APPLYING:
        with lease.complete():
            return
    plan = make_plan(register_import)
    fault.point("import.planned")
    try:
        with lease.complete() as result:
            write_plan(plan, register_import, actor)
            result["url"] = page_of(register_import)
    except (RegisterChanged, IntegrityError):
        with lease.complete() as result:
            _check_anew(register_import, actor)
            result["url"] = page_of(register_import)


def make_plan(register_import: RegisterImport) -> Plan:
    lines = register_import.lines.order_by("number")
    created = lines.filter(outcome=ImportRow.Outcome.CREATE).iterator()
    updated = list(lines.filter(outcome=ImportRow.Outcome.UPDATE).select_related("enterprise"))
    new = [Enterprise(uscc=row.uscc, **attributes(row.after)) for row in created]
    changed = [_changed(row) for row in updated if row.enterprise is not None]
    places = {row.uscc: moved_from(row.before, row.after) for row in updated}
    return Plan(
        created=prepare(new),
        updated=prepare(changed),
        moves=[(firm, places[firm.uscc]) for firm in changed if places[firm.uscc]],
        new_codes=[row.uscc for row in new],
        before={row.uscc: row.before for row in updated},
    )


def _changed(row: ImportRow) -> Enterprise:
    enterprise = row.enterprise
    assert enterprise is not None, "only rows of firms in the register are changed"  # noqa: S101
    for name, value in attributes(row.after).items():
        setattr(enterprise, name, value)
    return enterprise


def moved_from(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    """The old district, division and size of a firm, as far as they change."""
    cut = {"industry": 2}  # the division: what is finer does not move a firm
    return {
        name: before[name][: cut.get(name)]
        for name in DIMENSIONS
        if name in before and before[name][: cut.get(name)] != after[name][: cut.get(name)]
    }


def write_plan(plan: Plan, register_import: RegisterImport, actor: Actor) -> None:
    """Runs inside the transaction of the job."""
    _check_unchanged(plan, register_import.district_id)
    fault.point("import.before_write")
    insert_prepared(prepared=plan.created)
    fault.point("import.created")
    rewrite_prepared(prepared=plan.updated)
    fault.point("import.updated")
    source = f"import:{register_import.pk}"
    move_enterprises(moves=plan.moves, on=clock.today(), actor=actor, source=source)
    _link_lines(register_import)
    register_import.state = State.APPLIED
    register_import.applied_at = clock.now()
    register_import.save(update_fields=["state", "applied_at"])
    fault.point("import.written")


def _check_unchanged(plan: Plan, own: str | None) -> None:
    """Raise RegisterChanged unless every line still finds what the dry run found."""
    _lock([row.pk for row in plan.updated.enterprises])
    if registered(plan.new_codes):
        raise RegisterChanged
    now = registered(plan.before)
    for code, before in plan.before.items():
        current = now.get(code)
        if current is None or any(current[name] != value for name, value in before.items()):
            raise RegisterChanged
        if own is not None and current["district"] != own:
            raise RegisterChanged


def _lock(keys: Sequence[int]) -> None:
    """Keep others off the firms to be changed, in order of the key, so nobody waits in a ring."""
    for start in range(0, len(keys), CHUNK):
        rows = Enterprise.objects.filter(pk__in=keys[start : start + CHUNK]).order_by("pk")
        list(rows.select_for_update().values_list("pk"))


def _link_lines(register_import: RegisterImport) -> None:
    """Let each line of a new firm point to it."""
    firm = Enterprise.objects.filter(uscc=OuterRef("uscc")).values("pk")[:1]
    lines = register_import.lines.filter(outcome=ImportRow.Outcome.CREATE)
    lines.update(enterprise_id=Subquery(firm))


def _check_anew(register_import: RegisterImport, actor: Actor) -> None:
    register_import.state = State.WAITING
    register_import.problem = {"code": "register_changed", "params": {}}
    register_import.save(update_fields=["state", "problem"])
    queue(register_import, CHECK, actor)
