"""What the quality rules asked about an assessment, and what they compared it with."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment
from diagnosis.models.releases import Release

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class Rule(models.TextChoices):
    OUTLIER = "outlier", _("Figures far from the group")
    STRAIGHT = "straight", _("The same level throughout")
    SPEED = "speed", _("Filled in very fast")
    COPIED = "copied", _("Same answers as another firm")
    GAP = "gap", _("Self-assessment far from the visit")


class GroupFigures(models.Model):
    """The usual figures of a group as of a month, so that a flag does not move with every firm.

    `figures` maps a number to [firms, median, spread] of its logarithms. `varied`, on the row of
    the whole city, are the questions that firms answer differently.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="+")
    industry = models.CharField(max_length=2, blank=True)  # empty: all industries
    size = models.CharField(max_length=8, blank=True)  # empty: all sizes
    month = models.DateField(_("month"))  # its first day
    as_of = models.DateField(_("as of"))
    firms = models.PositiveIntegerField()
    figures = models.JSONField()
    varied = models.JSONField(default=list)

    class Meta:
        verbose_name = _("figures of a group")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "month", "industry", "size"], name="group_figures_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.industry} {self.size} {self.month:%Y-%m}"


class QualityCheck(models.Model):
    """That the rules went over an assessment, with what; it can be computed again from this."""

    assessment = models.OneToOneField(Assessment, models.CASCADE, related_name="quality")
    month = models.DateField(_("month"), null=True)  # of the figures it was compared with
    gap = models.DecimalField(_("gap"), max_digits=6, decimal_places=2, null=True)
    flags = models.PositiveSmallIntegerField(default=0)
    inputs_digest = models.CharField(max_length=64)
    checked_at = models.DateTimeField(_("checked at"))

    class Meta:
        verbose_name = _("check of quality")

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.flags}"


class FlagQuerySet(models.QuerySet):
    def visible_to(self, actor: "Actor") -> Self:
        """Regulators see those of the firms in reach; nobody else sees any."""
        if not actor.is_regulator:
            return self.none()
        return self.filter(assessment__in=Assessment.objects.visible_to(actor))


class Flag(models.Model):
    """A question that a rule asks about an assessment: the measured value and its threshold."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="flags", db_index=False)
    rule = models.CharField(_("rule"), max_length=8, choices=Rule)
    value = models.DecimalField(_("measured"), max_digits=12, decimal_places=2)
    threshold = models.DecimalField(_("threshold"), max_digits=12, decimal_places=2)
    details = models.JSONField(default=dict)
    raised_at = models.DateTimeField(_("raised at"))

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("quality flag")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "rule"], name="flag_once_per_rule")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.rule} {self.value}"


class AnswerBand(models.Model):
    """A part of a sheet as a digest; sheets that share one are compared."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="bands")
    digest = models.CharField(max_length=32, db_index=True)

    class Meta:
        verbose_name = _("part of a sheet")

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.digest[:8]}"
