"""People of a firm: who is in, who is invited; for the firm itself and for its regulator."""

from typing import TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from enterprises.claim_forms import ROLES
from enterprises.forms import InvitationForm, RoleForm
from enterprises.register.models import Enterprise, Invitation, Membership
from enterprises.register.services.belonging import change_role, end_membership
from enterprises.register.services.inviting import (
    invite,
    mail_invitation,
    open_invitations,
    revoke_invitation,
)
from enterprises.register.services.mailing import address
from gongfu.core import clock
from gongfu.core.access import may
from gongfu.core.errors import Invalid
from gongfu.core.models import Role
from gongfu.core.requests import Request

Found = TypeVar("Found", Membership, Invitation)


def members(request: Request, enterprise_id: int | None = None) -> HttpResponse:
    """Members and open invitations; POST invites, by mail wherever a mail can be sent."""
    enterprise = _enterprise(request, enterprise_id)
    form, fresh = _blank(request), {}
    if request.method == "POST":
        form = InvitationForm(request.POST)
        if form.is_valid():
            fresh = _invited(request, enterprise, form)
            form = _blank(request)
    context = {
        "enterprise": enterprise,
        "members": _members(enterprise),
        "invitations": enterprise.invitations.filter(open_invitations(clock.now())).order_by("pk"),
        "form": form,
        "may_manage": may(request.actor, "member.manage"),
        "roles": ROLES,
        **fresh,
    }
    response = render(
        request, "enterprises/members.html", context, status=422 if form.errors else 200
    )
    response["Cache-Control"] = "no-store"
    return response


def _blank(request: Request) -> InvitationForm:
    """Offers first what is asked for most: a colleague who fills in, or the firm's first person."""
    return InvitationForm(initial={"role": Role.EDITOR if request.actor.is_firm else Role.OWNER})


def _invited(request: Request, enterprise: Enterprise, form: InvitationForm) -> dict[str, object]:
    invitation, code = invite(enterprise=enterprise, actor=request.actor, **form.cleaned_data)
    url = address("enterprises:invitation", code)
    mailed = mail_invitation(invitation=invitation, url=url)
    return {"fresh": invitation, "fresh_url": "" if mailed else url}


def member_remove(request: Request, membership_id: int) -> HttpResponse:
    """End a membership; what it allowed ends with the next click."""
    membership = _of_visible(_everybody(), request, membership_id)
    end_membership(membership=membership, actor=request.actor)
    messages.success(request, _("%(name)s no longer has access.") % {"name": membership.user.name})
    return _back(request, membership.enterprise_id)


def member_role(request: Request, membership_id: int) -> HttpResponse:
    """Give a member another role; it counts with the next click."""
    membership = _of_visible(_everybody(), request, membership_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose the role."), fields={"role": _("Choose the role.")})
    change_role(membership=membership, role=form.cleaned_data["role"], actor=request.actor)
    words = _("%(name)s is now: %(role)s.")
    role = Role(form.cleaned_data["role"]).label
    messages.success(request, words % {"name": membership.user.name, "role": role})
    return _back(request, membership.enterprise_id)


def leave(request: Request) -> HttpResponse:
    """End one's own membership of the firm for which one acts."""
    own = _everybody().filter(enterprise=request.actor.enterprise_id, user=request.actor.user_id)
    membership = get_object_or_404(own)
    end_membership(membership=membership, actor=request.actor)
    words = _("You have left %(name)s.")
    messages.success(request, words % {"name": membership.enterprise.name})
    return redirect("core:account")


def invitation_revoke(request: Request, invitation_id: int) -> HttpResponse:
    """Take an open invitation back."""
    invitation = _of_visible(Invitation.objects.all(), request, invitation_id)
    revoke_invitation(invitation=invitation)
    messages.success(request, _("The invitation no longer works."))
    return _back(request, invitation.enterprise_id)


def _enterprise(request: Request, enterprise_id: int | None) -> Enterprise:
    """The firm in the address, else the actor's own."""
    reachable = Enterprise.objects.visible_to(request.actor)
    key = enterprise_id if enterprise_id is not None else request.actor.enterprise_id
    return get_object_or_404(reachable, pk=key)


def _everybody() -> QuerySet[Membership]:
    return Membership.objects.select_related("user", "grant", "enterprise")


def _members(enterprise: Enterprise) -> list[Membership]:
    return list(_everybody().filter(enterprise=enterprise).order_by("pk"))


def _of_visible(rows: QuerySet[Found], request: Request, key: int) -> Found:
    reachable = Enterprise.objects.visible_to(request.actor)
    return get_object_or_404(rows.filter(enterprise__in=reachable), pk=key)


def _back(request: Request, enterprise_id: int) -> HttpResponse:
    if request.actor.is_firm:
        return redirect("enterprises:members")
    return redirect("enterprises:firm_members", enterprise_id=enterprise_id)
