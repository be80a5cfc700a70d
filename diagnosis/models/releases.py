from django.db import models
from django.utils.translation import gettext_lazy as _


class Release(models.Model):
    """A published framework, frozen: the very text that was published, its words and its digest.

    An assessment keeps the release it started with, whatever files are shipped later.
    """

    ref = models.CharField(_("framework"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    source = models.TextField()  # the YAML file as published
    texts = models.JSONField()  # language ("zh", "en") -> YAML text as published
    samples = models.TextField(default="", blank=True)  # sheets with the results they must give
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)

    class Meta:
        verbose_name = _("framework release")
        constraints = [models.UniqueConstraint(fields=["ref", "version"], name="release_once")]

    def __str__(self) -> str:
        return f"{self.ref} {self.version}"
