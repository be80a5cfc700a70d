from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.models import Assessment
from gongfu.core.access import CAPABILITIES

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class NarrativeQuerySet(models.QuerySet["Narrative"]):
    def visible_to(self, actor: "Actor") -> Self:
        """Drafts within reach of those who write them; others read what was issued."""
        if actor.role not in CAPABILITIES["report.edit"]:
            return self.none()
        return self.filter(assessment__in=Assessment.objects.visible_to(actor))


class Narrative(models.Model):
    """One version of the consultant's words on an assessment; the newest goes into the next report.

    Versions are never changed: each save and each return to an older text is a new one.
    """

    class Interest(models.TextChoices):
        NONE = "none", _("Neither the provider nor a company tied to it sells any of them")
        OWN = "own", _("The provider or a company tied to it sells some of them")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="narratives")
    language = models.CharField(_("language"), max_length=2)  # zh or en
    number = models.PositiveIntegerField(_("version"))
    texts = models.JSONField(default=dict)  # key of a passage -> text; see passages
    solutions = models.JSONField(default=list)  # refs; empty: the report recommends by itself
    interest = models.CharField(max_length=4, choices=Interest, blank=True)
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    saved_name = models.CharField(max_length=60)
    restores = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    objects = NarrativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of the consultant")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "language", "number"], name="narrative_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.language} {self.number}"
