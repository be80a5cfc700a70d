"""Samples for spot checks: how each was drawn, and what the checks found."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment
from enterprises.models import Campaign, District

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class SpotDrawQuerySet(models.QuerySet):
    def visible_to(self, actor: "Actor") -> Self:
        """The city sees every draw; a district its own and those of the city that reach it."""
        if not actor.is_regulator:
            return self.none()
        if not actor.district_code:
            return self
        checks = SpotCheck.objects.visible_to(actor)
        return self.filter(
            Q(district=actor.district_code) | Q(district=None, pk__in=checks.values("draw"))
        )


class SpotDraw(models.Model):
    """One draw: with its seed and its frozen population it can be done again by anybody."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="draws")
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="draws"
    )
    seed = models.CharField(_("seed"), max_length=40)
    share = models.PositiveSmallIntegerField(_("random share, per cent"))
    risky = models.PositiveSmallIntegerField(_("at most so many by risk"))
    weights = models.JSONField()
    population = models.JSONField()  # [[code, weight], ...], as it was
    population_digest = models.CharField(max_length=64)
    drawn_at = models.DateTimeField(_("drawn at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=60)

    objects = SpotDrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw of a sample")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.seed}"


class SpotCheckQuerySet(models.QuerySet):
    def visible_to(self, actor: "Actor") -> Self:
        """Regulators see those of the firms in reach; nobody else sees any."""
        if not actor.is_regulator:
            return self.none()
        return self.filter(assessment__in=Assessment.objects.visible_to(actor))


class SpotCheck(models.Model):
    """An assessment that was drawn, who goes there, and what was found."""

    class Part(models.TextChoices):
        RANDOM = "random", _("By chance")
        RISK = "risk", _("By risk")

    class Outcome(models.TextChoices):
        OPEN = "open", _("Not checked yet")
        CONFIRMED = "confirmed", _("Confirmed")
        FINDING = "finding", _("With a finding")

    draw = models.ForeignKey(SpotDraw, models.CASCADE, related_name="checks", db_index=False)
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="spot_checks")
    part = models.CharField(_("drawn"), max_length=6, choices=Part)
    risk = models.PositiveSmallIntegerField(_("weight of its flags"))
    assigned_to = models.CharField(_("who goes there"), max_length=60, blank=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, default=Outcome.OPEN)
    note = models.CharField(_("what was found"), max_length=400, blank=True)
    marked_at = models.DateTimeField(_("marked at"), null=True, blank=True)
    marked_by = models.CharField(max_length=60, blank=True)

    objects = SpotCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("spot check")
        constraints = [
            models.UniqueConstraint(fields=["draw", "assessment"], name="spot_check_once_a_draw"),
            models.CheckConstraint(
                condition=Q(outcome="open") | (~Q(note="") & Q(marked_at__isnull=False)),
                name="spot_check_outcome_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.assessment_id} {self.outcome}"
