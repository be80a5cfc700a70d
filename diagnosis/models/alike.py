from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.models.releases import Release


class AlikeSet(models.Model):
    """What firms of an industry answered in one round and took up until the next, as of a month.

    Made once a month, so that a page reads one row, and no figure of it moves with a single firm.
    `firms` is never shown: from it a page counts those near enough to a reader's own answers.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="+")
    industry = models.CharField(max_length=2, blank=True)  # empty: the whole city
    month = models.DateField(_("month"))  # its first day
    as_of = models.DateField(_("as of"))
    firms = models.JSONField()  # [[enterprise, {question: rate}, [solution, ...]], ...]

    class Meta:
        verbose_name = _("what firms alike took up")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "industry", "month"], name="alike_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.industry} {self.month:%Y-%m}"
