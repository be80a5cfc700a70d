"""What the administration has approved, level by level; it stays readable after an unlock."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment, Tier

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class ApprovalQuerySet(models.QuerySet):
    def visible_to(self, actor: "Actor") -> Self:
        """Those of the assessments in reach."""
        return self.filter(assessment__in=Assessment.objects.visible_to(actor))

    def open(self) -> Self:
        """Those that hold the assessment locked."""
        return self.filter(ended_at=None)


class Approval(models.Model):
    """A regulator approved a verified assessment at one level; it holds until it is unlocked."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="approvals")
    tier = models.CharField(_("level of approval"), max_length=8, choices=Tier)
    at = models.DateTimeField(_("approved at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    ended_at = models.DateTimeField(_("unlocked at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    ended_by_name = models.CharField(max_length=60, blank=True)
    reason = models.CharField(_("reason of the unlock"), max_length=400, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "tier"],
                condition=Q(ended_at__isnull=True),
                name="approval_one_open_per_tier",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(reason=""), name="approval_ended_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.tier}"
