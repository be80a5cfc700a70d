from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.models.assessments import Assessment
from gongfu.core import clock

if TYPE_CHECKING:
    from gongfu.core.actor import Actor

RESTORABLE_FOR = timedelta(minutes=10)


class Scan(models.TextChoices):
    """What is known of viruses in a file; one that waits or is infected is handed to nobody."""

    NONE = "none", _("Not scanned for viruses")
    CLEAN = "clean", _("Scanned for viruses")
    WAITING = "waiting", _("Waiting for the virus scan")
    INFECTED = "infected", _("Virus found")


class Picture(models.TextChoices):
    """Whether there is a small picture of a file, encoded by ourselves."""

    NONE = "none", _("No picture")
    PENDING = "pending", _("Picture to come")
    READY = "ready", _("Picture there")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, actor: "Actor") -> "EvidenceQuerySet":
        """Evidence of the assessments in reach; removed files are seen by nobody."""
        return self.filter(
            assessment__in=Assessment.objects.visible_to(actor), removed_at__isnull=True
        )

    def restorable_by(self, actor: "Actor") -> "EvidenceQuerySet":
        """Files removed so recently that they can be brought back."""
        return self.restorable().filter(assessment__in=Assessment.objects.visible_to(actor))

    def restorable(self) -> "EvidenceQuerySet":
        return self.filter(removed_at__gt=clock.now() - RESTORABLE_FOR, erased_at__isnull=True)

    def usable(self) -> "EvidenceQuerySet":
        """What supports an answer: neither removed nor infected."""
        return self.filter(removed_at__isnull=True).exclude(scan=Scan.INFECTED)

    def on_disk(self) -> "EvidenceQuerySet":
        """Rows whose content is still kept, removed or not."""
        return self.filter(erased_at__isnull=True)


class Evidence(models.Model):
    """A file that supports one answer; stored outside the web root under a random name.

    A removed file keeps its content for some minutes; the row stays for good as a trace.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="evidence")
    key = models.CharField(max_length=60)
    name = models.CharField(_("file"), max_length=200)
    stored = models.CharField(max_length=80, unique=True)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    content_type = models.CharField(max_length=80)
    scan = models.CharField(max_length=8, choices=Scan, default=Scan.NONE)
    threat = models.CharField(max_length=100, blank=True)  # as the scanner names it
    picture = models.CharField(max_length=8, choices=Picture, default=Picture.NONE)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)  # when the content left the disk

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        indexes = [
            models.Index(fields=["assessment", "key"], name="evidence_answer"),
            models.Index(
                fields=["removed_at"],
                condition=models.Q(removed_at__isnull=False, erased_at__isnull=True),
                name="evidence_to_erase",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """The question that it supports."""
        return self.key.rpartition(":")[2]

    @property
    def is_infected(self) -> bool:
        return self.scan == Scan.INFECTED

    @property
    def is_held_back(self) -> bool:
        """Whether it waits for the scanner, so that nobody may have it yet."""
        return self.scan == Scan.WAITING

    @property
    def is_unscanned(self) -> bool:
        return self.scan == Scan.NONE

    @property
    def is_clean(self) -> bool:
        return self.scan == Scan.CLEAN

    @property
    def has_picture(self) -> bool:
        return self.picture == Picture.READY and not self.is_held_back

    @property
    def awaits_picture(self) -> bool:
        return self.picture == Picture.PENDING and not self.is_held_back
