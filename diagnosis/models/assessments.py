from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diagnosis.models.releases import Release
from diagnosis.querysets import AssessmentQuerySet
from enterprises.models import Campaign, Enterprise


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    VERIFIED = "verified", _("Verified")


class Tier(models.TextChoices):
    """Who approved a verified assessment: the district first, then the city."""

    DISTRICT = "district", _("Approved by the district")
    CITY = "city", _("Approved by the city")


class Assessment(models.Model):
    """One firm answering one framework release in one campaign; at most one of each.

    One of them is the campaign's own and makes the steps of coverage; those that the firm opens
    beside it are extra and count nowhere. An extra draft may be discarded: it is met nowhere then,
    but nothing of it is deleted, and it can be taken back. `approved` is the highest level that has
    approved it; while there is one, no move is possible.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="assessments")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="assessments")
    release = models.ForeignKey(Release, models.PROTECT, related_name="assessments")
    framework_ref = models.CharField(max_length=40, editable=False)
    profile = models.JSONField(default=dict)  # the firm at opening, as the framework sees it
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.DRAFT)
    due_on = models.DateField(_("due on"))
    opened_at = models.DateTimeField(_("opened at"))
    last_answer_at = models.DateTimeField(_("last answer at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    approved = models.CharField(_("approved"), max_length=8, choices=Tier, blank=True, default="")
    answered = models.PositiveSmallIntegerField(
        default=0
    )  # of `progress`, for lists; pages compute it
    total = models.PositiveSmallIntegerField(default=0)
    is_extra = models.BooleanField(default=False)
    discarded_at = models.DateTimeField(_("discarded at"), null=True, blank=True)
    discarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_simulated = models.BooleanField(_("simulated"), default=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "campaign", "framework_ref"],
                name="assessment_once_per_enterprise_campaign_and_framework",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "campaign"],
                condition=Q(is_extra=False),
                name="assessment_one_of_the_campaign_per_enterprise",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(submitted_at__isnull=False),
                name="assessment_submitted_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="verified") | Q(verified_at__isnull=False),
                name="assessment_verified_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(approved="") | Q(status="verified"),
                name="assessment_approved_is_verified",
            ),
            models.CheckConstraint(
                condition=Q(discarded_at__isnull=True) | Q(status="draft", is_extra=True),
                name="assessment_discarded_is_an_extra_draft",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "status"], name="assessment_campaign_status"),
            models.Index(fields=["due_on"], name="assessment_due", condition=Q(status="draft")),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.framework_ref}"


class AssessmentMove(models.Model):
    """A change of state: who, when, why. The present state stands on the assessment."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="moves")
    before = models.CharField(max_length=10, choices=Status, blank=True)
    after = models.CharField(max_length=10, choices=Status)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = _("change of state")

    def __str__(self) -> str:
        return f"{self.before} > {self.after}"


class Receipt(models.Model):
    """What a firm holds after submitting: a number, the declaration, a digest of the answers."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="receipts")
    number = models.CharField(_("receipt number"), max_length=20, unique=True)  # ZD-2026-000123
    declared_name = models.CharField(_("declared by"), max_length=60)
    declared_position = models.CharField(_("position"), max_length=40)
    declared_at = models.DateTimeField(_("declared at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answers = models.JSONField()  # the sheet as declared
    answers_digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("receipt")

    def __str__(self) -> str:
        return self.number
