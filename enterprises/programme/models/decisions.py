"""What people decided about a campaign, and each time its rule was applied."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongfu.core.models import Job


class CampaignDecision(models.Model):
    """One decision with its author and reason; rows are only ever added."""

    class Kind(models.TextChoices):
        MADE = "made", pgettext_lazy("campaign", "Made")
        CHANGED = "changed", pgettext_lazy("campaign", "Changed")
        TARGETS = "targets", pgettext_lazy("campaign", "Targets set")
        RULE = "rule", pgettext_lazy("campaign", "Scope rule set")
        CLOSED = "closed", pgettext_lazy("campaign", "Closed")
        REOPENED = "reopened", pgettext_lazy("campaign", "Reopened")

    campaign = models.ForeignKey(
        "enterprises.Campaign", models.CASCADE, related_name="decisions", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    author = models.CharField(max_length=32)  # pseudonym of the actor
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    changes = models.JSONField(default=list)  # [field, before, after], as stored

    class Meta:
        verbose_name = _("decision about a campaign")
        indexes = [models.Index(fields=["campaign", "-id"], name="campaign_decision_newest")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.kind}"


class ScopeRun(models.Model):
    """One application of a campaign's rule to the register, in pieces, by a job.

    The stays that it begins and ends name it as their source.
    """

    campaign = models.ForeignKey("enterprises.Campaign", models.CASCADE, related_name="scope_runs")
    rule = models.JSONField()  # as it stood then
    on = models.DateField(_("with effect from"))
    reason = models.CharField(_("reason"), max_length=120)
    takes_out = models.BooleanField(default=True)  # whether those who no longer fit leave
    created_at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    author = models.CharField(max_length=32)  # pseudonym of the actor
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    entered = models.PositiveIntegerField(_("came in"), default=0)
    left = models.PositiveIntegerField(_("went out"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        verbose_name = _("application of a scope rule")

    def __str__(self) -> str:
        return self.source

    @property
    def source(self) -> str:
        """How stays and ledger name this run."""
        return f"scope-run:{self.pk}"
