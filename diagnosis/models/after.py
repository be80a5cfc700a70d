"""What happens after submitting: receipts in a row, requests, appeals, reminders and their mail."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment
from enterprises.models import Enterprise

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class ReceiptCounter(models.Model):
    """The last serial number of a city year; whoever draws one holds the row until the commit."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of receipts")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class AfterQuerySet(models.QuerySet):
    """Rows about an assessment that was submitted once, whatever its state is now."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the firms in reach; a partner sees none."""
        if not (actor.is_firm or actor.is_provider or actor.is_regulator):
            return self.none()
        return self.filter(assessment__enterprise__in=Enterprise.objects.visible_to(actor))

    def open(self) -> Self:
        return self.filter(state="open")


class ReopenRequest(models.Model):
    """A firm asks for its submitted assessment back; somebody decides with a reason."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for a decision")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Not accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="reopen_requests")
    reason = models.CharField(_("reason"), max_length=400)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    answer = models.CharField(_("answer"), max_length=400, blank=True)

    objects = AfterQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to reopen")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(state="open"), name="reopen_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_at__isnull=False), name="reopen_decided_when"
            ),
        ]
        indexes = [models.Index(fields=["state", "-asked_at"], name="reopen_waiting")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.state}"


class Appeal(models.Model):
    """A firm objects to what was verified; the regulator answers with words and an outcome."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        UPHELD = "upheld", _("Upheld")
        PARTLY = "partly", _("Partly upheld")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OUTCOMES = (State.UPHELD, State.PARTLY, State.REJECTED)

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="appeals")
    verified_on = models.DateField(_("verified on"))  # what it is against
    questions = models.JSONField(default=list)  # refs, in the order of the questionnaire
    reason = models.TextField(_("reason"), max_length=2000)
    evidence = models.ManyToManyField("diagnosis.Evidence", related_name="appeals", blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    answer_due_on = models.DateField(_("answer due on"))
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = AfterQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(state="open"), name="appeal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(answered_at__isnull=False), name="appeal_ended_when"
            ),
        ]
        indexes = [models.Index(fields=["state", "answer_due_on"], name="appeal_waiting")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.state}"


class Reminder(models.Model):
    """A reminder that fell due, once per kind and due day; its mails are notices."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=20)  # of deadlines.REMINDERS, or by hand
    due_on = models.DateField()  # the day it reminds of: another due day is another reminder
    made_at = models.DateTimeField()

    objects = AfterQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "kind", "due_on"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.kind}"


class Notice(models.Model):
    """One mail to one person about one event, sent at most once.

    It is marked "sending" before the mail leaves: a worker that dies in between leaves the mark,
    and nobody sends it again, because it may have arrived.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENDING = "sending", _("sending; whether it left is unknown")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("not sent, no longer needed")
        REFUSED = "refused", _("not taken by the mail server")

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=40)  # key of the row it tells about
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    marked_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = AfterQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice by mail")
        constraints = [
            models.UniqueConstraint(fields=["kind", "about", "user"], name="notice_once")
        ]
        indexes = [
            models.Index(fields=["id"], name="notice_waiting", condition=Q(state="waiting")),
            models.Index(fields=["assessment", "kind"], name="notice_assessment"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} {self.state}"
