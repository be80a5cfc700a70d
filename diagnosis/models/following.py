"""How an agreed plan is followed up: the checks that fall due, and every change of an item."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment
from diagnosis.models.plans import Plan, PlanItem

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class PlanCheckQuerySet(models.QuerySet["PlanCheck"]):
    def visible_to(self, actor: "Actor") -> Self:
        """Checks of the plans in reach."""
        return self.filter(plan__assessment__in=Assessment.objects.visible_to(actor))

    def open(self) -> Self:
        """Not answered yet, nor passed over by the answer to a later one.

        Nobody is asked about a plan that another one has replaced.
        """
        later = PlanCheck.objects.filter(plan=OuterRef("plan"), months__gt=OuterRef("months"))
        answered = Exists(later.exclude(answered_at=None))
        return self.filter(~answered, answered_at=None, plan__is_current=True)

    def due_on(self, day: date) -> Self:
        return self.open().filter(due_on__lte=day)


class PlanCheck(models.Model):
    """Some months after a plan was agreed to: how far it is, what it cost, what helps or hinders.

    How far each item is stands in the items themselves, with the history of their changes.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="checks")
    months = models.PositiveSmallIntegerField()  # after the agreement
    due_on = models.DateField(_("due on"))
    asked_at = models.DateTimeField(null=True)  # when the mail was put out
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    answered_name = models.CharField(max_length=60, blank=True)
    spent = models.DecimalField(  # 10,000 yuan, on the whole plan
        _("spent so far"), max_digits=12, decimal_places=2, null=True
    )
    helps = models.CharField(_("what helps"), max_length=400, blank=True)
    hinders = models.CharField(_("what hinders"), max_length=400, blank=True)

    objects = PlanCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of a plan")
        ordering = ["plan", "months"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "months"], name="plan_check_once"),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(answered_at=None), name="plan_check_open"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} +{self.months}"


class PlanItemChange(models.Model):
    """One word about an item that became another: who, when, what it was. Never changed."""

    class Field(models.TextChoices):
        OWNER = "owner", _("Responsible")
        DUE = "due_on", _("Done by")
        STATE = "state", _("State")
        DONE = "done_on", _("Done on")
        COST = "cost", _("Actual cost")
        REASON = "reason", _("Reason")

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="changes")
    field = models.CharField(max_length=7, choices=Field)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("change of an item of a plan")

    def __str__(self) -> str:
        return f"{self.item_id} {self.field}"

    @property
    def told(self) -> tuple[str, str]:
        """Before and after as a reader knows them."""
        if self.field != self.Field.STATE:
            return self.before, self.after
        names = dict(PlanItem.State.choices)
        return str(names[PlanItem.State(self.before)]), str(names[PlanItem.State(self.after)])
