"""Three views inside a firm: the key items answered separately, and how differences ended."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment, Status
from gongfu.core.models import Role

if TYPE_CHECKING:
    from gongfu.core.actor import Actor

OVER = Q(closed_at__isnull=False) | ~Q(assessment__status=Status.DRAFT)
ROUND_OVER = Q(round__closed_at__isnull=False) | ~Q(round__assessment__status=Status.DRAFT)


class Standpoint(models.TextChoices):
    """From where in the firm somebody looks at it."""

    MANAGEMENT = "management", _("Management")
    IT = "it", _("IT")
    WORKSHOP = "workshop", _("Workshop")


class OpinionRoundQuerySet(models.QuerySet["OpinionRound"]):
    def visible_to(self, actor: "Actor") -> "OpinionRoundQuerySet":
        """The firm's own rounds; for the provider those that are over; for nobody else."""
        reached = self.filter(assessment__in=Assessment.objects.visible_to(actor))
        if actor.is_firm or actor.role == Role.SYSTEM:
            return reached
        return reached.filter(OVER) if actor.is_provider else self.none()


class OpinionRound(models.Model):
    """The one time in an assessment that the key items are asked of up to three people."""

    assessment = models.OneToOneField(Assessment, models.CASCADE, related_name="opinion_round")
    refs = models.JSONField(default=list)  # the key items as they were when the round was opened
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OpinionRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of views")

    def __str__(self) -> str:
        return f"{self.assessment_id}"

    @property
    def is_over(self) -> bool:
        """Whether nobody can answer any more, so that everything may be shown."""
        return self.closed_at is not None or self.assessment.status != Status.DRAFT


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def visible_to(self, actor: "Actor") -> "OpinionQuerySet":
        """One's own; those of others once they and one's own are handed in, or the round is over.

        So nobody answers with an eye on what a colleague has said.
        """
        reached = self.filter(round__in=OpinionRound.objects.visible_to(actor))
        if actor.role == Role.SYSTEM:
            return reached
        mine = Opinion.objects.filter(
            round=OuterRef("round"), user=actor.user_id, handed_in_at__isnull=False
        )
        open_to_me = Q(handed_in_at__isnull=False) & (ROUND_OVER | Q(Exists(mine)))
        return reached.filter(open_to_me | Q(user=actor.user_id))


class Opinion(models.Model):
    """What one person says to the key items, from one standpoint; final once handed in."""

    round = models.ForeignKey(OpinionRound, models.CASCADE, related_name="opinions")
    standpoint = models.CharField(max_length=12, choices=Standpoint)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=60)
    document = models.JSONField(default=dict)  # ref -> value
    saved_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("view")
        constraints = [
            models.UniqueConstraint(fields=["round", "standpoint"], name="opinion_per_standpoint"),
            models.UniqueConstraint(fields=["round", "user"], name="opinion_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.standpoint}: {self.name}"


class Settlement(models.Model):
    """How a difference ended: the answer agreed on, why, and which revision of the sheet it is."""

    round = models.ForeignKey(OpinionRound, models.CASCADE, related_name="settlements")
    ref = models.CharField(max_length=60)
    value = models.JSONField()
    reason = models.CharField(max_length=400)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("settled difference")
        constraints = [models.UniqueConstraint(fields=["round", "ref"], name="settled_once")]

    def __str__(self) -> str:
        return f"{self.ref}: {self.by_name}"
