from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.models import Campaign


class PublicationSet(models.Model):
    """The figures about peers that were published for a month: made once, then only read."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="publications")
    framework_ref = models.CharField(max_length=40)
    month = models.DateField(_("month"))  # its first day
    as_of = models.DateField(_("as of"))
    k = models.PositiveSmallIntegerField()  # others that a group holds at least
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("set of published figures")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "framework_ref", "month"], name="publication_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.framework_ref} {self.month:%Y-%m}"


class PeerGroup(models.Model):
    """One published group; a group that may not be shown has no row.

    `spread` maps a part of the framework to its quantiles in per cent of the possible points.
    """

    publication = models.ForeignKey(PublicationSet, models.CASCADE, related_name="groups")
    industry = models.CharField(max_length=2, blank=True)
    size = models.CharField(max_length=8, blank=True)
    district = models.CharField(max_length=6, blank=True)
    firms = models.PositiveIntegerField()
    verified = models.PositiveIntegerField()  # of these, how many scores were verified on site
    levels = models.JSONField()
    spread = models.JSONField()

    class Meta:
        verbose_name = _("group of peers")
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "industry", "size", "district"], name="peer_group_once"
            )
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.industry, self.size, self.district))) or "city"
