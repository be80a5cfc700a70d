from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """Who did what to which id, when, with what result. Append-only; no answer and no secret ever.

    The actor is a pseudonym: erasing a person leaves the trail whole.
    """

    class Result(models.TextChoices):
        OK = "ok", _("done")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("when"), db_index=True)
    actor = models.CharField(_("who"), max_length=32)
    role = models.CharField(_("role"), max_length=24)
    action = models.CharField(_("action"), max_length=80)
    target = models.CharField(_("object"), max_length=120, blank=True)
    result = models.CharField(_("outcome"), max_length=8, choices=Result)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        indexes = [models.Index(fields=["action", "id"], name="audit_action")]

    def __str__(self) -> str:
        return f"{self.id} {self.action} {self.result}"


class AuditSeal(models.Model):
    """A link of the hash chain over a run of entries; made by the sweep, never inline."""

    first = models.BigIntegerField()
    last = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("audit seal")

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"
