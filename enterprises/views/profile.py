"""A firm's own entry in the register: what stands there, whence, and what is being corrected."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from enterprises.register.models import Correction, Enterprise
from enterprises.register.origins import facts_of
from enterprises.register.proposals import proposals_of
from gongfu.core.access import may
from gongfu.core.requests import Request

SHOWN = 20  # corrections, the newest first


def profile(request: Request) -> HttpResponse:
    """What the register holds about the actor's firm, and the corrections it proposes."""
    reachable = Enterprise.objects.visible_to(request.actor).select_related("district", "industry")
    enterprise = get_object_or_404(reachable, pk=request.actor.enterprise_id)
    own = Correction.objects.visible_to(request.actor).select_related("enterprise", "created_by")
    context = {
        "enterprise": enterprise,
        "facts": facts_of(enterprise),
        "proposals": proposals_of(own.order_by("-pk")[:SHOWN], request.actor),
        "may_propose": may(request.actor, "correction.propose"),
    }
    return render(request, "enterprises/profile.html", context)
