from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfu.core.models import Role

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class LookQuerySet(models.QuerySet["Look"]):
    def visible_to(self, actor: "Actor") -> "LookQuerySet":
        """A firm sees who looked at its data."""
        if actor.role == Role.SYSTEM:
            return self
        return self.filter(enterprise_id=actor.enterprise_id) if actor.is_firm else self.none()


class Look(models.Model):
    """Somebody outside a firm opened data of the firm: once for each person, kind, round and city
    day.

    Role and scope are those the person acted under; the firm is told these, not the name.
    """

    class Kind(models.TextChoices):
        FIRM = "firm", _("Page of the firm")
        ASSESSMENT = "assessment", _("Overview of the self-assessment")
        ANSWERS = "answers", _("Answers")
        RESULT = "result", _("Result")
        PASSPORT = "passport", _("Scoring passport")
        EVIDENCE = "evidence", _("Evidence")
        REPORT = "report", _("Report")

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.CASCADE, related_name="looks", db_index=False
    )
    campaign = models.ForeignKey(  # of the assessment that was opened; None: the firm itself
        "enterprises.Campaign", models.CASCADE, null=True, related_name="+"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(_("role"), max_length=24)
    scope_kind = models.CharField(max_length=12, blank=True)
    scope_key = models.CharField(max_length=40, blank=True)
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("when"))  # the first time that day

    objects = LookQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at the data of a firm")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "day", "user", "role", "scope_key", "kind", "campaign"],
                name="look_once_per_round",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "day", "user", "role", "scope_key", "kind"],
                condition=Q(campaign=None),
                name="look_once_without_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.kind} {self.enterprise_id}"
