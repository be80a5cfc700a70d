from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment


class Voice(models.TextChoices):
    SELF = "self", _("Self-assessment")
    SITE = "site", _("On-site finding")


class AnswerSheet(models.Model):
    """All answers of one voice as one document: `module:ref` -> envelope.

    An envelope is {"value": ..., "rev": n, "at": ISO time, "by": name} with details, see
    `diagnosis.answers`; numbers inside a value are text. `rev` counts the changes of this one
    answer, so two people on two questions never conflict.
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
