from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.register.models.places import Named
from gongfu.core.models import RoleGrant


class Provider(Named):
    """A diagnosis service provider chosen by the city."""

    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_simulated = models.BooleanField(_("simulated"), default=False)

    class Meta:
        verbose_name = _("provider")


class Consultant(models.Model):
    """A person of a provider who verifies on site; the right to do so stands in the grant."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="consultants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consultants")
    grant = models.OneToOneField(RoleGrant, models.CASCADE, related_name="consultant")

    class Meta:
        verbose_name = _("consultant")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "user"], name="consultant_once_per_provider"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class Assignment(models.Model):
    """A firm given to a provider for one campaign, and to one of its people once named."""

    campaign = models.ForeignKey("enterprises.Campaign", models.CASCADE, related_name="assignments")
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.CASCADE, related_name="assignments"
    )
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="assignments")
    consultant = models.ForeignKey(
        Consultant, models.SET_NULL, null=True, blank=True, related_name="assignments"
    )
    assigned_on = models.DateField(_("assigned on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "enterprise"],
                condition=Q(ended_on__isnull=True),
                name="assignment_one_open_per_enterprise",
            )
        ]
        indexes = [models.Index(fields=["consultant", "due_on"], name="assignment_worklist")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} -> {self.provider_id}"
