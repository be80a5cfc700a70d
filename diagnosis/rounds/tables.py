"""The rows of a comparison for a file: everything that adds up to the difference, and the sum."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.presenting import Amount
from diagnosis.rounds.told import Delta, Row, Side
from gongfu.core.spreadsheets import Value


def rows_of(delta: Delta, *, firm: str, simulated: bool) -> Iterator[list[Value]]:
    """First what is compared, then a head, the rows and their sum; exact and rounded."""
    if simulated:
        yield [_("Simulated data")]
    yield [_("Enterprise"), firm]
    for side in (delta.before, delta.after):
        yield [side.campaign, side.framework, side.year, side.level_name, side.total.exact]
    yield []
    yield [
        *(_("Code"), _("No."), _("Question or scene"), _("Last time"), _("This time")),
        *(_("Points moved, exact"), _("Points moved"), _("Because of")),
    ]
    for ref, words, moved in firsts(delta):
        yield [ref, "", words, "", "", *_points(moved), ""]
    yield from map(_row, delta.rows)
    yield ["", "", _("Difference in total"), "", "", *_points(delta.difference), ""]


def firsts(delta: Delta) -> Iterator[tuple[str, str, Amount]]:
    """The rows that are no answer: the release, and what is known of the firm."""
    if delta.release:
        yield "release", _("Change of the questionnaire"), delta.release
    if delta.profile:
        yield "profile", _("Change of the company data"), delta.profile


def as_json(delta: Delta, *, simulated: bool) -> dict[str, Any]:
    """The same for programs."""
    return {
        "simulated": simulated,
        "before": _side(delta.before),
        "after": _side(delta.after),
        "difference": _both(delta.difference),
        "steps": [{"kind": ref, "moved": _both(moved)} for ref, _words, moved in firsts(delta)],
        "changes": [
            {
                "question": row.ref,
                "label": row.label,
                "before": row.old,
                "after": row.new,
                "moved": _both(row.moved),
                "because": [cause.ref for cause in row.named],
            }
            for row in delta.rows
        ],
        "asked_differently": list(delta.apart),
    }


def _row(row: Row) -> list[Value]:
    because = "; ".join(cause.name for cause in row.named)
    return [row.ref, row.no, row.label, row.old, row.new, *_points(row.moved), because]


def _points(moved: Amount) -> tuple[str, str]:
    return moved.exact, moved.shown


def _side(side: Side) -> dict[str, Any]:
    return {
        "year": side.year,
        "campaign": side.campaign,
        "framework": side.framework,
        "kind": side.kind,
        "total": _both(side.total),
        "level": side.rank,
    }


def _both(amount: Amount) -> dict[str, str]:
    return {"exact": amount.exact, "shown": amount.shown}
