from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment
from diagnosis.querysets import ScoreQuerySet


class Score(models.Model):
    """The outcome of scoring one sheet, with everything needed to compute it again.

    `exact` is the truth as text (canonical decimal or n/d); `shown` is it rounded by the rule of
    the framework, for lists and sorting. `document` holds dimensions, questions, conditions and,
    but for seeded scores, blocking answers; `passport` the full arithmetic.
    """

    class Kind(models.TextChoices):
        SELF = "self", _("Self-assessed")
        VERIFIED = "verified", _("Verified on site")
        PLANNED = "planned", _("Planned")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scores")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    exact = models.CharField(max_length=60)
    shown = models.DecimalField(_("score"), max_digits=9, decimal_places=3)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)  # None: no level
    answers = models.JSONField()  # the plain answers that were scored: ref -> value
    document = models.JSONField()
    passport = models.JSONField()
    inputs_digest = models.CharField(max_length=64)
    releases = models.JSONField()  # [[ref, version, digest]]
    core_version = models.CharField(max_length=20)
    scored_at = models.DateTimeField(_("scored at"))
    is_current = models.BooleanField(default=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "kind"],
                condition=Q(is_current=True),
                name="score_one_current_per_kind",
            ),
            models.UniqueConstraint(
                fields=["assessment", "kind", "inputs_digest", "core_version"],
                name="score_once_per_input",
            ),
        ]
        indexes = [models.Index(fields=["level"], name="score_level", condition=Q(is_current=True))]

    def __str__(self) -> str:
        return f"{self.kind} {self.exact}"
