from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class Voice(models.TextChoices):
    SELF = "self", _("Self-assessment")
    SITE = "site", _("On-site finding")


class AnswerSheet(models.Model):
    """All answers of one voice as one document: `module:ref` -> envelope.

    An envelope is {"value": ..., "rev": n, "at": ISO time, "by": name, "origin": "typed"}; numbers
    inside a value are text. `rev` counts the changes of this one answer, so two people on two
    questions never conflict.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="sheets")
    voice = models.CharField(max_length=4, choices=Voice, default=Voice.SELF)
    document = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("answer sheet")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "voice"], name="sheet_once_per_voice")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.voice}"


class AnswerChange(models.Model):
    """One change of one answer; history for people, and the guard against two changes at once:
    a revision of an answer exists only once."""

    sheet = models.ForeignKey(AnswerSheet, models.CASCADE, related_name="changes", db_index=False)
    key = models.CharField(max_length=60)
    revision = models.PositiveIntegerField()
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("answer change")
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "key", "revision"], name="answer_revision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} r{self.revision}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, actor: "Actor") -> "EvidenceQuerySet":
        """Evidence of the assessments in reach; removed files are seen by nobody."""
        return self.filter(
            assessment__in=Assessment.objects.visible_to(actor), removed_at__isnull=True
        )


class Evidence(models.Model):
    """A file that supports one answer; stored outside the web root under a random name."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="evidence")
    key = models.CharField(max_length=60)
    name = models.CharField(_("file"), max_length=200)
    stored = models.CharField(max_length=80, unique=True)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    content_type = models.CharField(max_length=80)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        indexes = [models.Index(fields=["assessment", "key"], name="evidence_answer")]

    def __str__(self) -> str:
        return self.name
