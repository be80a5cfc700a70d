from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class FilledWorkbookQuerySet(models.QuerySet["FilledWorkbook"]):
    def visible_to(self, actor: "Actor") -> "FilledWorkbookQuerySet":
        """One's own uploads, of the assessments in reach."""
        return self.filter(assessment__in=Assessment.objects.visible_to(actor), by_id=actor.user_id)


class FilledWorkbook(models.Model):
    """The workbook that a person uploaded last for an assessment: looked at first, then taken.

    `content` holds its cells as they came, so that the page can say at any time, in any language,
    what they mean and what they would change. The file itself is not kept.
    """

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="workbooks", db_index=False
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    theirs = models.JSONField(default=dict)  # conflicts left to the other answer: ref -> revision
    uploaded_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)

    objects = FilledWorkbookQuerySet.as_manager()

    class Meta:
        verbose_name = _("filled-in workbook")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "by"], name="workbook_last_of_person")
        ]

    def __str__(self) -> str:
        return self.file_name
