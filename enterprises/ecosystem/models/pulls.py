from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.ecosystem.models.partners import Partner
from gongfu.core.models import Role

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class FirmSet(models.Model):
    """A set of firms, kept once however often it is pulled; `packed` holds the sorted keys.

    `first` and `last` are the smallest and the largest key: they tell most sets apart from the one
    looked for without unpacking any. The empty set has neither.
    """

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of `packed`
    size = models.PositiveIntegerField()
    first = models.BigIntegerField(null=True)
    last = models.BigIntegerField(null=True)
    packed = models.BinaryField()

    class Meta:
        verbose_name = _("set of firms")

    def __str__(self) -> str:
        return f"{self.size} firms {self.digest[:12]}"


class PullQuerySet(models.QuerySet["Pull"]):
    def visible_to(self, actor: "Actor") -> "PullQuerySet":
        """For a firm the pulls that may hold it: unpacking the sets decides."""
        if actor.role == Role.SYSTEM:
            return self
        if not actor.is_firm:
            return self.none()
        return self.filter(
            firms__first__lte=actor.enterprise_id, firms__last__gte=actor.enterprise_id
        )


class Pull(models.Model):
    """One call of a partner that handed out data of firms. Append-only: the database refuses more.

    Written before the answer leaves the house; a pull that cannot be written down fails.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="pulls", db_index=False)
    at = models.DateTimeField(_("when"))
    day = models.DateField(_("day"))  # the city's
    endpoint = models.CharField(_("interface"), max_length=60)
    query = models.CharField(_("query"), max_length=1000, blank=True)
    field_groups = models.CharField(_("field groups"), max_length=40)  # "profile scores"
    firms = models.ForeignKey(FirmSet, models.PROTECT, related_name="pulls")

    objects = PullQuerySet.as_manager()

    class Meta:
        verbose_name = _("pull")
        indexes = [models.Index(fields=["partner", "day"], name="pull_partner_day")]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.endpoint} {self.at:%Y-%m-%d %H:%M}"
