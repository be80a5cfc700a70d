from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enterprises.register.models.enterprise import Size


class Step(models.TextChoices):
    """How far along coverage a firm is; each step includes the ones before it."""

    IN_SCOPE = "in_scope", pgettext_lazy("step", "In scope")
    INVITED = "invited", pgettext_lazy("step", "Invited")
    SUBMITTED = "submitted", pgettext_lazy("step", "Submitted")
    VERIFIED = "verified", pgettext_lazy("step", "Verified on site")
    REPORTED = "reported", pgettext_lazy("step", "Report delivered")


# Counted beside the steps, not after them: it implies none of them.
TRANSFORMED = ("taken_up", _("Transformed"))


class LedgerEntry(models.Model):
    """One dated change of coverage; rows are only ever added, so any past day can be counted again.

    District, industry and size are those valid on `effective_on`. A firm that moves leaves its old
    cell (delta -1) and enters the new one (+1) for every step it has reached. `source` names the
    event and is unique: recording it twice changes nothing.
    """

    id = models.BigAutoField(primary_key=True)
    campaign = models.ForeignKey("enterprises.Campaign", models.PROTECT, related_name="ledger")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="ledger")
    step = models.CharField(_("step"), max_length=9, choices=[*Step.choices, TRANSFORMED])
    delta = models.SmallIntegerField()
    effective_on = models.DateField(_("effective on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    district = models.ForeignKey("enterprises.District", models.PROTECT, related_name="+")
    industry = models.ForeignKey("enterprises.Industry", models.PROTECT, related_name="+")
    size = models.CharField(max_length=8)
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    author = models.CharField(_("by"), max_length=32)  # pseudonym of the actor
    source = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("ledger entry")
        constraints = [
            models.CheckConstraint(condition=Q(delta__in=(-1, 1)), name="ledger_delta_is_one_firm"),
        ]
        indexes = [
            models.Index(fields=["campaign", "effective_on"], name="ledger_campaign_day"),
            models.Index(fields=["enterprise", "campaign", "step"], name="ledger_enterprise"),
        ]

    def __str__(self) -> str:
        return f"{self.effective_on} {self.step} {self.delta:+d} {self.enterprise_id}"

    @property
    def size_name(self) -> str:
        return str(Size(self.size).label)
