"""Solutions that authors wrote over those that come with this version, and those in the making."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.models.working import Work, WorkQuerySet


class SolutionEdition(models.Model):
    """One published text of a solution, frozen; of several the one with the highest number counts.

    The first edition of a solution that came with this version is the text it came with, so that
    plans agreed to before keep their meaning. Withdrawing is an edition too: history is added to
    and never changed.
    """

    ref = models.CharField(_("solution"), max_length=60)
    number = models.PositiveIntegerField(_("edition"))
    source = models.TextField()  # YAML as published
    digest = models.CharField(_("digest"), max_length=64)
    is_supplied = models.BooleanField(default=False)  # came with this version
    is_withdrawn = models.BooleanField(default=False)  # recommended to nobody from then on
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    published_at = models.DateTimeField(_("published at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(_("published by"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("edition of a solution")
        ordering = ["ref", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ref", "number"], name="solution_edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.number}"


class SolutionDraft(Work):
    """A solution in the making: the text of its file, sound or not."""

    PUBLISHED = "edition"

    ref = models.CharField(_("solution"), max_length=60, blank=True)  # as the text says, for lists
    source = models.TextField()  # YAML
    edition = models.OneToOneField(
        SolutionEdition, models.PROTECT, null=True, blank=True, related_name="draft"
    )  # what it was published as

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a solution")

    def __str__(self) -> str:
        return self.ref or "?"
