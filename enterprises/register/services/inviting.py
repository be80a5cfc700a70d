"""Let people into a firm: invite, take the invitation back, accept it."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from enterprises.register.models import Enterprise, Invitation, Membership
from enterprises.register.services.mailing import address, has_server
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Locked
from gongfu.core.models import RoleGrant, ScopeKind, User

VALID = timedelta(days=14)
CODE_BYTES = 16  # 128 bits


@transaction.atomic
def invite(
    *, enterprise: Enterprise, email: str, role: str, actor: Actor
) -> tuple[Invitation, str]:
    """Open a door; return it with its code, which is kept nowhere and cannot be shown again.

    An earlier invitation of the same person closes: there is one way in, with one role.
    """
    code, email = secrets.token_urlsafe(CODE_BYTES), email.strip().lower()
    close_invitations(enterprise.invitations.filter(email=email))
    invitation = Invitation.objects.create(
        enterprise=enterprise,
        role=role,
        email=email,
        code_digest=digest(code),
        created_by_id=actor.user_id,
        expires_at=clock.now() + VALID,
    )
    return invitation, code


def open_door(
    *, enterprise: Enterprise, email: str, role: str, actor: Actor
) -> tuple[Invitation, str]:
    """The same with the whole address, as a mail carries it."""
    invitation, code = invite(enterprise=enterprise, email=email, role=role, actor=actor)
    return invitation, address("enterprises:invitation", code)


def mail_invitation(*, invitation: Invitation, url: str) -> bool:
    """Send the link; return whether a mail server took it.

    Only where none did the link may be shown to whoever invites: behind it stands whether the
    address has an account already, which is the business of its owner alone.
    """
    text = render_to_string("enterprises/invitation.txt", {"invitation": invitation, "url": url})
    subject = _("Invitation to the digital diagnosis of %(name)s") % {
        "name": invitation.enterprise.name
    }
    try:
        return bool(send_mail(subject, text, None, [invitation.email])) and has_server()
    except OSError:  # the link can be passed on by hand
        return False


def digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def open_invitations(now: datetime) -> Q:
    return Q(accepted_at=None, revoked_at=None, expires_at__gt=now)


def find_invitation(code: str) -> Invitation | None:
    """The open invitation with this code; used, revoked and expired ones look like unknown ones."""
    found = Invitation.objects.filter(open_invitations(clock.now()), code_digest=digest(code))
    return found.select_related("enterprise").first()


def close_invitations(invitations: QuerySet[Invitation]) -> None:
    """Close those of them that are still open."""
    invitations.filter(open_invitations(clock.now())).update(revoked_at=clock.now())


def revoke_invitation(*, invitation: Invitation) -> None:
    closed = Invitation.objects.filter(open_invitations(clock.now()), pk=invitation.pk)
    if not closed.update(revoked_at=clock.now()):
        raise Locked(_("This invitation was used, revoked or has expired already."))


@transaction.atomic
def accept_as_new(
    *, invitation: Invitation, name: str, password: str, position: str = "", language: str = ""
) -> User:
    """Make the account that the invitation was sent to, and let it in."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                invitation.email, password, name=name, language=language
            )
    except IntegrityError as error:
        raise Conflict(_("This e-mail address has an account already; sign in first.")) from error
    accept(invitation=invitation, user=user, position=position)
    return user


@transaction.atomic
def accept(*, invitation: Invitation, user: User, position: str = "") -> Membership:
    """Use the invitation up and let its person in; of two at once one succeeds."""
    if user.email != invitation.email:
        raise Conflict(_("This invitation is for another e-mail address."))
    taken = Invitation.objects.filter(open_invitations(clock.now()), pk=invitation.pk)
    if not taken.update(accepted_at=clock.now(), accepted_by=user):
        raise Locked(_("This invitation was used, revoked or has expired already."))
    if Membership.objects.filter(enterprise=invitation.enterprise, user=user).exists():
        raise Conflict(_("You belong to this enterprise already."))
    grant = RoleGrant.objects.create(
        user=user,
        role=invitation.role,
        scope_kind=ScopeKind.ENTERPRISE,
        scope_key=str(invitation.enterprise_id),
        valid_from=clock.today(),
        granted_by=invitation.created_by,
    )
    return Membership.objects.create(
        enterprise=invitation.enterprise, user=user, grant=grant, position=position
    )
