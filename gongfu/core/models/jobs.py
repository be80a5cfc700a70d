from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfu.core.models.grants import Role

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, actor: "Actor") -> "JobQuerySet":
        """A person sees the jobs that person started; the operator sees all of them."""
        if actor.role in (Role.OPERATOR, Role.SYSTEM):
            return self
        if actor.user_id is None:
            return self.none()
        return self.filter(owner_id=actor.user_id)

    def active(self) -> "JobQuerySet":
        return self.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING))


class Job(models.Model):
    """One unit of background work, and the truth about it; the broker only wakes the worker.

    A running job holds a lease that its worker renews. `token` grows with every claim: whoever
    completes with an older token is refused: one effect, though the job may run twice.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    class Queue(models.TextChoices):
        INTERACTIVE = "interactive", _("someone is waiting")
        BULK = "bulk", _("in bulk")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("about"), max_length=120)
    queue = models.CharField(max_length=12, choices=Queue, default=Queue.INTERACTIVE)
    payload = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    not_before = models.DateTimeField(null=True, blank=True)
    token = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    reason_params = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="jobs"
    )
    created_at = models.DateTimeField(_("queued at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=("queued", "running")),
                name="job_one_active_per_kind_and_key",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="job_running_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(reason=""), name="job_failed_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["queue", "id"], name="job_waiting", condition=Q(state="queued")),
            models.Index(fields=["lease_until"], name="job_leased", condition=Q(state="running")),
            models.Index(fields=["owner", "-id"], name="job_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.state}"
