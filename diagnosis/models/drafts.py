from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.models.releases import Release
from gongfu.core.models import Role

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, actor: "Actor") -> "DraftQuerySet":
        """Authors work on all drafts together; nobody else sees any."""
        return self.all() if actor.role == Role.AUTHOR else self.none()

    def open(self) -> "DraftQuerySet":
        """Drafts that are not published yet."""
        return self.filter(release__isnull=True)


class Draft(models.Model):
    """A framework in the making: the files of a release to be, sound or not.

    `revision` counts the saves; who saves names the revision seen, so nobody writes over another.
    """

    ref = models.CharField(_("framework"), max_length=60, blank=True)  # as the rules say, for lists
    version = models.CharField(_("version"), max_length=60, blank=True)
    rules = models.TextField()  # YAML, as all of its files
    texts = models.JSONField(default=dict)  # language -> YAML
    samples = models.TextField(blank=True)
    based_on = models.ForeignKey(
        Release, models.SET_NULL, null=True, blank=True, related_name="drafts"
    )
    revision = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(_("begun by"), max_length=60)
    edited_by_name = models.CharField(_("last saved by"), max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(_("last saved"), auto_now=True)
    release = models.OneToOneField(
        Release, models.PROTECT, null=True, blank=True, related_name="draft"
    )  # what it was published as

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework draft")

    def __str__(self) -> str:
        return f"{self.ref} {self.version}".strip() or "?"

    @property
    def stem(self) -> str:
        """What its files are called in complaints and downloads."""
        return f"{self.ref}-{self.version}" if self.ref and self.version else "draft"
