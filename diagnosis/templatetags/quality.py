"""`{% load quality %}`: what partials of this room ask for on pages of other rooms."""

from django.template import Library

from diagnosis.models import Approval, Assessment
from gongfu.core.actor import Actor

register = Library()
SHOWN = 6  # newest approvals and unlocks


@register.simple_tag
def approvals_of(actor: Actor, assessment: Assessment) -> list[Approval]:
    """Who approved and unlocked the assessment; nothing before it was verified."""
    if assessment.verified_at is None:
        return []
    made = Approval.objects.visible_to(actor).filter(assessment=assessment)
    return list(made.order_by("-pk")[:SHOWN])
