from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue import framework_of
from diagnosis.models import Assessment, Score
from gongfu.core.languages import short
from gongfu.core.models import Job
from reports.archives.models import ReportArchive
from reports.benchmarks.models import PeerGroup, PublicationSet
from reports.narrative.models import Narrative
from reports.own_data.models import OwnDataFile

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


__all__ = [
    "Narrative",
    "OwnDataFile",
    "PeerGroup",
    "PublicationSet",
    "Report",
    "ReportArchive",
    "ReportNumber",
]


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, actor: "Actor") -> "ReportQuerySet":
        """Reports on the assessments in reach."""
        return self.filter(assessment__in=Assessment.objects.visible_to(actor))

    def current(self) -> "ReportQuerySet":
        """Reports that no newer one has replaced."""
        return self.filter(superseded_by__isnull=True)


class Report(models.Model):
    """A published document: immutable, numbered, with the digest of its very bytes.

    A reissue supersedes the older one; both stay readable.
    """

    class Kind(models.TextChoices):
        SELF = "self", _("Self-assessment result")
        DIAGNOSIS = "diagnosis", _("Diagnosis report")

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="reports")
    score = models.ForeignKey(Score, models.PROTECT, related_name="reports")
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    language = models.CharField(_("language"), max_length=2)  # zh or en
    number = models.CharField(_("report number"), max_length=20, unique=True)  # GF-2026-000123
    code = models.CharField(
        _("short code"), max_length=12, unique=True
    )  # typed on the verification page
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    digest = models.CharField(_("digest"), max_length=64, db_index=True)  # of the file
    content_digest = models.CharField(max_length=64)  # of all it shows but number, code and dates
    narrative = models.ForeignKey(
        Narrative, models.PROTECT, null=True, related_name="reports"
    )  # the consultant's words in it
    file = models.CharField(max_length=80, unique=True)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    superseded_by = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="supersedes"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        indexes = [models.Index(fields=["assessment", "-issued_at"], name="report_assessment")]

    def __str__(self) -> str:
        return self.number

    @property
    def level_name(self) -> str:
        """The level it attests, in the language of the reader; empty where it is none."""
        if self.score.level is None:
            return ""
        framework = framework_of(self.assessment.release)
        return framework.texts(short()).level(self.score.level).name


class ReportNumber(models.Model):
    """A number of the register: held by the job that prints it, used once a report bears it."""

    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    holder = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    is_used = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("reserved report number")
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="report_number_once"),
        ]
        indexes = [
            models.Index(
                fields=["year", "serial"],
                name="report_number_free",
                condition=models.Q(is_used=False),
            )
        ]

    def __str__(self) -> str:
        return f"GF-{self.year}-{self.serial:06d}"
