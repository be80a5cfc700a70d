"""A firm's own entry in the register."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from enterprises.register.facts import register_facts
from enterprises.register.models import Enterprise
from enterprises.register.wording import Wording
from gongfu.core.requests import Request


def profile(request: Request) -> HttpResponse:
    """What the register holds about the actor's firm, and how to have it corrected."""
    reachable = Enterprise.objects.visible_to(request.actor).select_related("district", "industry")
    enterprise = get_object_or_404(reachable, pk=request.actor.enterprise_id)
    context = {"enterprise": enterprise, "facts": register_facts(enterprise, Wording.read())}
    return render(request, "enterprises/profile.html", context)
