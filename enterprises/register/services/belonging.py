"""People inside a firm: their role changes, or their access ends, at once. An owner stays."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.register.models import Membership
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.errors import Locked
from gongfu.core.models import Role, RoleGrant


@transaction.atomic
def end_membership(*, membership: Membership, actor: Actor) -> None:
    """Take a person out of the firm, or let one leave; the firm's last owner stays."""
    _keep_an_owner(membership, actor)
    grant = membership.grant
    membership.delete()
    yesterday = clock.today() - timedelta(days=1)
    if grant.valid_from > yesterday:
        grant.delete()
    else:
        grant.valid_to = yesterday
        grant.save(update_fields=["valid_to"])


@transaction.atomic
def change_role(*, membership: Membership, role: str, actor: Actor) -> None:
    """Give a member another role from today; the grant stays, its past is kept beside it.

    So a person who acts in several firms is still in this one with the next click.
    """
    grant = membership.grant
    if grant.role == role:
        return
    if role != Role.OWNER:
        _keep_an_owner(membership, actor)
    past = RoleGrant(
        user_id=grant.user_id,
        role=grant.role,
        scope_kind=grant.scope_kind,
        scope_key=grant.scope_key,
        valid_from=grant.valid_from,
        valid_to=clock.today() - timedelta(days=1),
        granted_by_id=grant.granted_by_id,
    )
    grant.role, grant.valid_from, grant.granted_by_id = role, clock.today(), actor.user_id
    grant.save(update_fields=["role", "valid_from", "granted_by"])
    if past.valid_to and past.valid_from <= past.valid_to:
        past.save()


def _keep_an_owner(membership: Membership, actor: Actor) -> None:
    """Refuse to a firm what would leave it without an owner; its regulator may do it."""
    owners = Membership.objects.select_for_update().filter(
        enterprise=membership.enterprise_id, grant__role=Role.OWNER, user__is_active=True
    )
    if set(owners.values_list("pk", flat=True)) == {membership.pk} and actor.is_firm:
        raise Locked(_("An enterprise needs an owner; make somebody else an owner first."))
