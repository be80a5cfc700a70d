"""Assessments opened in bulk: what was asked, and what became of each firm."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongfu.core.models import Job

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class OpeningQuerySet(models.QuerySet["Opening"]):
    def visible_to(self, actor: "Actor") -> "OpeningQuerySet":
        """The city sees every one; a district those that were asked for it alone."""
        if not actor.is_regulator:
            return self.none()
        own = actor.district_code
        return self if own is None else self.filter(district=own)


class Opening(models.Model):
    """One order to invite the firms that a rule means, carried out by a job."""

    campaign = models.ForeignKey("enterprises.Campaign", models.CASCADE, related_name="openings")
    wave = models.ForeignKey("enterprises.Wave", models.SET_NULL, null=True, related_name="+")
    rule = models.JSONField(default=dict)
    district = models.CharField(max_length=6, blank=True)  # of whoever is bound to one
    due_on = models.DateField(_("due on"))
    made_at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    author = models.CharField(max_length=32)  # pseudonym of the actor
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening in bulk")

    def __str__(self) -> str:
        return f"opening:{self.pk}"


class OpeningLine(models.Model):
    """What became of one firm."""

    class Outcome(models.TextChoices):
        OPENED = "opened", _("Opened")
        NO_RELEASE = "no_release", _("No questionnaire for its kind is published")

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="lines", db_index=False)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.CASCADE, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)

    class Meta:
        verbose_name = _("line of an opening")
        constraints = [
            models.UniqueConstraint(fields=["opening", "enterprise"], name="opening_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.outcome}"
