"""The plan that a firm agreed to, and how far each of its items has come."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment
from diagnosis.models.scores import Score
from diagnosis.models.solutions import SolutionEdition

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, actor: "Actor") -> Self:
        """Plans for the assessments in reach."""
        return self.filter(assessment__in=Assessment.objects.visible_to(actor))

    def current(self) -> Self:
        """The ones in force, one for each assessment at most."""
        return self.filter(is_current=True)


class Plan(models.Model):
    """Solutions agreed upon; a later plan takes its place, both stay.

    What it was to come to is kept as it was worked out then, from the score it began with.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="plans")
    score = models.ForeignKey(Score, models.PROTECT, related_name="+")
    total = models.CharField(max_length=80)  # exact, with the plan
    level = models.PositiveSmallIntegerField(null=True)
    core_version = models.CharField(max_length=20)
    is_current = models.BooleanField(default=True)
    agreed_at = models.DateTimeField(_("agreed at"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    agreed_name = models.CharField(max_length=60)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed plan")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(is_current=True), name="plan_one_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.agreed_at:%Y-%m-%d}"


class PlanItem(models.Model):
    """One solution of a plan: who sees to it, until when, and how far it has come."""

    class State(models.TextChoices):
        OPEN = "open", _("Not started")
        STARTED = "started", _("Started")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()  # in the order of the schedule
    solution = models.CharField(max_length=60)  # ref of a file in the library
    edition = models.ForeignKey(  # as it was agreed to; none: as it came with this version
        SolutionEdition, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.CharField(_("responsible"), max_length=60, blank=True)
    due_on = models.DateField(_("done by"))
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.OPEN)
    done_on = models.DateField(_("done on"), null=True, blank=True)  # while its state is done
    cost = models.DecimalField(  # 10,000 yuan, spent so far
        _("actual cost"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)  # for dropping it
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("item of a plan")
        ordering = ["plan", "place"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "solution"], name="plan_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.solution}"
