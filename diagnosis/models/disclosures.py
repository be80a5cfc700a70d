"""What a provider of diagnoses said about its own interest in a measure that a firm agreed to."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment
from diagnosis.models.plans import PlanItem
from enterprises.models import Provider

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def visible_to(self, actor: "Actor") -> Self:
        """Those about the plans in reach."""
        return self.filter(item__plan__assessment__in=Assessment.objects.visible_to(actor))


class Disclosure(models.Model):
    """Whether a provider, or a company related to it, sells what the item calls for."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="disclosures")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    sells = models.BooleanField(_("sells it"))
    said_at = models.DateTimeField(_("said at"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    said_name = models.CharField(max_length=60)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure of an interest")
        constraints = [models.UniqueConstraint(fields=["item", "provider"], name="disclosure_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.provider_id} {self.sells}"
