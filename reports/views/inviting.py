"""Bringing one firm into a running campaign, from its page."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from diagnosis.services.inviting import invite_enterprise
from enterprises.models import Campaign, Enterprise
from gongfu.core.clock import today
from gongfu.core.requests import Request


def open_campaigns(enterprise: Enterprise) -> QuerySet[Campaign]:
    """Running campaigns in which the firm has no assessment yet, the newest first."""
    return Campaign.objects.running_on(today()).exclude(assessments__enterprise=enterprise)


def enterprise_invite(request: Request, enterprise_id: int) -> HttpResponse:
    """Open the self-assessment of a firm in reach; the campaign is named by its slug."""
    enterprise = get_object_or_404(Enterprise.objects.visible_to(request.actor), pk=enterprise_id)
    campaign = get_object_or_404(Campaign, slug=request.POST.get("campaign", ""))
    invite_enterprise(enterprise=enterprise, campaign=campaign, actor=request.actor)
    messages.success(
        request,
        _("%(firm)s is in scope of %(campaign)s and can begin its self-assessment.")
        % {"firm": enterprise.name, "campaign": campaign.name},
    )
    return redirect("enterprises:detail", enterprise_id)
