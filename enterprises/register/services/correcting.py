"""A firm proposes to correct a field of the register, or takes its proposal back."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enterprises.register.models import Correction, Enterprise
from enterprises.register.proposals import FIELDS, read_value, values_of
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Invalid, Locked

State = Correction.State


def propose_correction(
    *, enterprise: Enterprise, field: str, typed: str, reason: str, actor: Actor
) -> tuple[Correction, list[str]]:
    """Keep the proposal and return it with remarks; an open one about the field gives way to it."""
    if field not in FIELDS:
        raise Invalid(_("This field follows from others; propose to correct those."))
    new, remarks = read_value(field, typed)
    old = values_of(enterprise)[field]
    if new == old:
        words = _("This is what the register has already.")
        raise Invalid(words, fields={"new": words})
    try:
        return _keep(enterprise, actor, field=field, old=old, new=new, reason=reason), remarks
    except IntegrityError as error:
        raise Conflict(
            _("A colleague has just proposed a value for this field; look at it first.")
        ) from error


@transaction.atomic
def _keep(enterprise: Enterprise, actor: Actor, **values: object) -> Correction:
    earlier = Correction.objects.waiting().filter(enterprise=enterprise, field=values["field"])
    earlier.update(state=State.WITHDRAWN, decided_at=clock.now(), decided_by_id=actor.user_id)
    return Correction.objects.create(
        enterprise=enterprise, created_by_id=actor.user_id, created_at=clock.now(), **values
    )


def withdraw_correction(*, correction: Correction, actor: Actor) -> None:
    """Take the proposal back before it is decided."""
    waiting = Correction.objects.waiting().filter(pk=correction.pk)
    if not waiting.update(
        state=State.WITHDRAWN, decided_at=clock.now(), decided_by_id=actor.user_id
    ):
        raise Locked(_("This proposal was decided already."))
