"""Solutions that authors wrote over those that come with this version, and those in the making."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongfu.core.models import Role

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


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


class SolutionDraftQuerySet(models.QuerySet["SolutionDraft"]):
    def visible_to(self, actor: "Actor") -> Self:
        """Authors work on all drafts together; nobody else sees any."""
        return self.all() if actor.role == Role.AUTHOR else self.none()

    def open(self) -> Self:
        """Drafts that are not published yet."""
        return self.filter(edition__isnull=True)


class SolutionDraft(models.Model):
    """A solution in the making: the text of its file, sound or not.

    `revision` counts the saves; who saves names the revision seen, so nobody writes over another.
    """

    ref = models.CharField(_("solution"), max_length=60, blank=True)  # as the text says, for lists
    source = models.TextField()  # YAML
    revision = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(_("begun by"), max_length=60)
    edited_by_name = models.CharField(_("last saved by"), max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(_("last saved"), auto_now=True)
    edition = models.OneToOneField(
        SolutionEdition, models.PROTECT, null=True, blank=True, related_name="draft"
    )  # what it was published as

    objects = SolutionDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a solution")

    def __str__(self) -> str:
        return self.ref or "?"
