"""The district decides what firms propose; what is accepted goes into register and ledger at once.

Nothing is written over a value that the deciding person has not seen: each correction comes with
the mark of the value beside which it was shown, and is left open if the register has another now.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from enterprises.programme.services.ledgering import all_locked
from enterprises.programme.services.scoping import move_enterprises
from enterprises.register.comparing import attributes, difference
from enterprises.register.models import Correction, Enterprise
from enterprises.register.proposals import mark_of, may_decide, values_of, written_values
from enterprises.register.services.applying import moved_from
from enterprises.register.services.mailing import address, send
from enterprises.register.services.registering import prepare, rewrite_prepared
from enterprises.register.wording import Wording, label
from gongfu.core import clock, fault, jobs
from gongfu.core.actor import Actor
from gongfu.core.errors import Forbidden, Invalid
from gongfu.core.models import User

ANSWER = "correction-answer"
State = Correction.State
Change = tuple[Enterprise, dict[str, str]]


@transaction.atomic
def accept_corrections(
    *, corrections: Iterable[Correction], seen: Mapping[int, str], answer: str, actor: Actor
) -> list[Correction]:
    """Write the corrections into the register; return those it has overtaken, which stay open."""
    waiting, firms = _locked(corrections, actor)
    good = [one for one in waiting if _is_as_seen(one, firms[one.enterprise_id], seen)]
    changed = [
        _corrected(firms[key], list(group))
        for key, group in groupby(good, key=lambda one: one.enterprise_id)
    ]
    rewrite_prepared(prepared=prepare(firm for firm, _place in changed))
    fault.point("correction.written")
    if good:
        _move(changed, source=f"correction:{min(one.pk for one in good)}", actor=actor)
    _close(good, State.ACCEPTED, answer, actor)
    return [one for one in waiting if one not in good]


@transaction.atomic
def refuse_corrections(
    *, corrections: Iterable[Correction], answer: str, actor: Actor
) -> list[Correction]:
    """Leave the register as it is and tell the firm why; return the refused ones."""
    if not answer:
        words = _("Say why; the firm reads it.")
        raise Invalid(words, fields={"answer": words})
    waiting, _firms = _locked(corrections, actor)
    _close(waiting, State.REFUSED, answer, actor)
    return waiting


def _locked(
    corrections: Iterable[Correction], actor: Actor
) -> tuple[list[Correction], dict[int, Enterprise]]:
    """Those still open, by firm, with their firms as the register has them, both held."""
    rows = list(corrections)
    if not all(may_decide(one, actor) for one in rows):
        raise Forbidden(_("A change of district is decided by the city."))
    firms = {firm.pk: firm for firm in all_locked(one.enterprise_id for one in rows)}
    reach = {key for key, firm in firms.items() if actor.district_code in (None, firm.district_id)}
    open_ones: QuerySet[Correction] = Correction.objects.waiting().select_for_update()
    found = open_ones.filter(pk__in=[one.pk for one in rows], enterprise__in=reach)
    return list(found.order_by("enterprise", "pk")), firms


def _is_as_seen(correction: Correction, firm: Enterprise, seen: Mapping[int, str]) -> bool:
    return mark_of(values_of(firm)[correction.field]) == seen.get(correction.pk)


def _corrected(firm: Enterprise, corrections: Sequence[Correction]) -> Change:
    """The firm with its new values, and the places where it counted before."""
    before, after = difference(values_of(firm), written_values(corrections))
    for name, value in attributes(after).items():
        setattr(firm, name, value)
    return firm, moved_from(before, after)


def _move(changed: Iterable[Change], *, source: str, actor: Actor) -> None:
    moves = [(firm, place) for firm, place in changed if place]
    move_enterprises(moves=moves, on=clock.today(), actor=actor, source=source)


def _close(corrections: Sequence[Correction], state: str, answer: str, actor: Actor) -> None:
    """Each once, because they are held; their authors are told by mail, one mail for each."""
    keys = [one.pk for one in corrections]
    Correction.objects.filter(pk__in=keys).update(
        state=state, answer=answer, decided_at=clock.now(), decided_by_id=actor.user_id
    )
    for author in sorted({one.created_by_id for one in corrections if one.created_by_id}):
        own = [one.pk for one in corrections if one.created_by_id == author]
        payload: dict[str, Any] = {"user": author, "corrections": own}
        jobs.enqueue(kind=ANSWER, key=f"{author}:{own[0]}", actor=actor, payload=payload)


def mail_answer(*, user: User, corrections: Sequence[Correction]) -> None:
    """Tell a person of the firm what became of the proposals."""
    with override(user.language or None):
        wording = Wording.read()
        lines = [(one, label(one.field), wording.value(one.field, one.new)) for one in corrections]
        send(
            to=user.email,
            subject=_("Your corrections have been answered"),
            name="corrections",
            lines=lines,
            url=address("enterprises:profile"),
        )
