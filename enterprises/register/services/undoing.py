"""Undo an applied import: what stood there before comes back, all of it or nothing."""

from collections.abc import Iterator
from typing import Any

from django.db.models import ForeignObjectRel, ProtectedError
from django.utils.translation import gettext as _

from enterprises.programme.services.scoping import move_enterprises
from enterprises.register.comparing import attributes
from enterprises.register.models import Enterprise, EnterpriseGram, ImportRow, RegisterImport
from enterprises.register.services.applying import moved_from
from enterprises.register.services.checking import CHUNK, registered
from enterprises.register.services.receiving import UNDO, page_of, queue
from enterprises.register.services.registering import (
    delete_enterprises,
    prepare,
    rewrite_prepared,
)
from gongfu.core import clock, fault
from gongfu.core.actor import Actor
from gongfu.core.errors import Locked
from gongfu.core.jobs import Lease

State = RegisterImport.State
OWN = (EnterpriseGram, ImportRow)  # rows that do not count as somebody having used the firm
NAMED = 20  # firms named in a refusal


class Blocked(Exception):
    """Firms that were used or changed since the import; `firms` names them with the reason."""

    def __init__(self, firms: list[dict[str, str]]) -> None:
        super().__init__(len(firms))
        self.firms = firms


def start_undoing(*, register_import: RegisterImport, actor: Actor) -> None:
    """Queue the undoing of an applied import, once."""
    applied = RegisterImport.objects.filter(pk=register_import.pk, state=State.APPLIED)
    if not applied.update(state=State.UNDOING, problem={}):
        raise Locked(_("Only an import that was applied can be undone."))
    queue(register_import, UNDO, actor)


def undo_import(*, register_import: RegisterImport, actor: Actor, lease: Lease) -> None:
    if register_import.state != State.UNDOING:
        with lease.complete():
            return
    try:
        with lease.complete() as result:
            _undo(register_import, actor)
            result["url"] = page_of(register_import)
    except (Blocked, ProtectedError) as error:
        with lease.complete() as result:
            result["url"] = page_of(register_import)
            _explain(register_import, error.firms if isinstance(error, Blocked) else [])


def _undo(register_import: RegisterImport, actor: Actor) -> None:
    lines = list(
        register_import.lines.filter(
            outcome__in=(ImportRow.Outcome.CREATE, ImportRow.Outcome.UPDATE)
        ).select_related("enterprise")
    )
    blocked = [*_changed_since(lines), *_used_since(lines)]
    if blocked:
        raise Blocked(blocked)
    fault.point("import.before_undo")
    _restore(register_import, [row for row in lines if row.before], actor)
    _remove([row.enterprise_id for row in lines if row.enterprise_id and not row.before])
    register_import.state, register_import.undone_at = State.UNDONE, clock.now()
    register_import.save(update_fields=["state", "undone_at"])
    fault.point("import.undone")


def _changed_since(lines: list[ImportRow]) -> Iterator[dict[str, str]]:
    now = registered(row.uscc for row in lines)
    for row in lines:
        current = now.get(row.uscc)
        if current is None or any(current[name] != value for name, value in row.after.items()):
            yield _named(row, "changed")


def _used_since(lines: list[ImportRow]) -> Iterator[dict[str, str]]:
    """New firms that anything of any room already refers to."""
    created = {row.enterprise_id: row for row in lines if row.enterprise_id and not row.before}
    for key in sorted(_referred(list(created))):
        yield _named(created[key], "used")


def _referred(keys: list[int]) -> set[int]:
    found: set[int] = set()
    for relation in _relations():
        name = relation.field.name
        for start in range(0, len(keys), CHUNK):
            rows = relation.related_model._base_manager.filter(
                **{f"{name}__in": keys[start : start + CHUNK]}
            )
            found.update(rows.values_list(f"{name}_id", flat=True))
    return found


def _relations() -> list[ForeignObjectRel]:
    fields = Enterprise._meta.get_fields(include_hidden=True)
    return [
        field
        for field in fields
        if isinstance(field, ForeignObjectRel) and field.related_model not in OWN
    ]


def _named(row: ImportRow, reason: str) -> dict[str, str]:
    name = row.enterprise.name_zh if row.enterprise else row.after.get("name_zh", "")
    return {"uscc": row.uscc, "name": name, "reason": reason}


def _restore(register_import: RegisterImport, lines: list[ImportRow], actor: Actor) -> None:
    firms = [_with(row.enterprise, row.before) for row in lines]
    rewrite_prepared(prepared=prepare(firms))
    moves = [
        (firm, before)
        for row, firm in zip(lines, firms, strict=True)
        if (before := moved_from(row.after, row.before))
    ]
    source = f"import-undo:{register_import.pk}"
    move_enterprises(moves=moves, on=clock.today(), actor=actor, source=source)


def _with(firm: Any, values: dict[str, Any]) -> Enterprise:
    for name, value in attributes(values).items():
        setattr(firm, name, value)
    return firm


def _remove(keys: list[int]) -> None:
    for start in range(0, len(keys), CHUNK):
        ImportRow.objects.filter(enterprise__in=keys[start : start + CHUNK]).update(enterprise=None)
    delete_enterprises(keys=keys)


def _explain(register_import: RegisterImport, firms: list[dict[str, str]]) -> None:
    register_import.state = State.APPLIED
    register_import.problem = {
        "code": "undo_blocked",
        "params": {"firms": firms[:NAMED], "count": len(firms)},
    }
    register_import.save(update_fields=["state", "problem"])
