from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.models.releases import Release
from diagnosis.models.working import Work, WorkQuerySet


class Draft(Work):
    """A framework in the making: the files of a release to be, sound or not."""

    PUBLISHED = "release"

    ref = models.CharField(_("framework"), max_length=60, blank=True)  # as the rules say, for lists
    version = models.CharField(_("version"), max_length=60, blank=True)
    rules = models.TextField()  # YAML, as all of its files
    texts = models.JSONField(default=dict)  # language -> YAML
    samples = models.TextField(blank=True)
    based_on = models.ForeignKey(
        Release, models.SET_NULL, null=True, blank=True, related_name="drafts"
    )
    release = models.OneToOneField(
        Release, models.PROTECT, null=True, blank=True, related_name="draft"
    )  # what it was published as

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework draft")

    def __str__(self) -> str:
        return f"{self.ref} {self.version}".strip() or "?"

    @property
    def stem(self) -> str:
        """What its files are called in complaints and downloads."""
        return f"{self.ref}-{self.version}" if self.ref and self.version else "draft"
