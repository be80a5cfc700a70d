"""What a firm shares with partners: the choice, what was chosen, what has ended."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from enterprises.ecosystem.models import Consent, Partner
from enterprises.ecosystem.services.consenting import share, stop_sharing
from enterprises.ecosystem.sharing import sharings_of
from enterprises.register.models import Enterprise
from gongfu.core.access import may
from gongfu.core.paging import by_key
from gongfu.core.requests import Request


def consents(request: Request) -> HttpResponse:
    """Every partner and what it may see; below it the consents that have ended."""
    ended = Consent.objects.visible_to(request.actor).filter(valid_to__isnull=False)
    ended = ended.select_related("partner", "given_by", "ended_by")
    context = {
        "enterprise": _own_firm(request),
        "sharings": sharings_of(request.actor),
        "page": by_key(ended, request.GET, ordering=("-valid_to",), size=12),
        "may_decide": may(request.actor, "consent.decide"),
    }
    return render(request, "enterprises/consents.html", context)


def consent_give(request: Request, partner_id: int, group: str) -> HttpResponse:
    """Share one group of fields with one partner, from now on."""
    partner = _partner(partner_id, group)
    share(enterprise=_own_firm(request), partner=partner, field_group=group, actor=request.actor)
    words = {"group": Consent.FieldGroup(group).label, "partner": partner.shown_name}
    messages.success(request, _("%(partner)s can see from now on: %(group)s.") % words)
    return redirect("enterprises:consent")


def consent_end(request: Request, partner_id: int, group: str) -> HttpResponse:
    """End it; the partner's next call counts."""
    partner = _partner(partner_id, group)
    ended = stop_sharing(
        enterprise=_own_firm(request), partner=partner, field_group=group, actor=request.actor
    )
    if ended:
        words = _("Ended. From its next call on, %(partner)s gets none of this.")
        messages.success(request, words % {"partner": partner.shown_name})
    else:
        messages.info(request, _("There was no consent to end."))
    return redirect("enterprises:consent")


def _own_firm(request: Request) -> Enterprise:
    reachable = Enterprise.objects.visible_to(request.actor)
    return get_object_or_404(reachable, pk=request.actor.enterprise_id)


def _partner(partner_id: int, group: str) -> Partner:
    if group not in Consent.FieldGroup.values:
        raise Http404(group)
    return get_object_or_404(Partner, pk=partner_id)
