from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class CauseQuerySet(models.QuerySet["Cause"]):
    def visible_to(self, actor: "Actor") -> "CauseQuerySet":
        """Causes named for the assessments in reach."""
        return self.filter(assessment__in=Assessment.objects.visible_to(actor))


class Cause(models.Model):
    """The firm says that an answer is better than last time because of a solution."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="causes")
    question = models.CharField(max_length=60)
    solution = models.CharField(max_length=60)  # ref of a file in the library
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=60)

    objects = CauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("cause of an improvement")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "solution"], name="cause_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} < {self.solution}"
