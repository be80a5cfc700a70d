"""Who fills in an assessment together."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from diagnosis.models import AnswerChange, Assessment
from enterprises.models import Membership
from gongfu.core.clock import today
from gongfu.core.models import RoleGrant


@dataclass(frozen=True, slots=True)
class Colleague:
    name: str
    role: str
    last_change: datetime | None


def colleagues_of(assessment: Assessment) -> list[Colleague]:
    """The members of the firm whose grant is in force, with their last change here."""
    changes = AnswerChange.objects.filter(sheet__assessment=assessment).values("by_id")
    last = dict(changes.annotate(last=Max("at")).values_list("by_id", "last"))
    members = Membership.objects.filter(
        enterprise_id=assessment.enterprise_id, grant__in=RoleGrant.objects.valid_on(today())
    ).select_related("user", "grant")
    return [
        Colleague(member.user.name, member.grant.get_role_display(), last.get(member.user_id))
        for member in members.order_by("pk")[:20]
    ]
