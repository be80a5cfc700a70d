from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from gongfu.core.models import Role

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class OwnDataFileQuerySet(models.QuerySet["OwnDataFile"]):
    def visible_to(self, actor: "Actor") -> "OwnDataFileQuerySet":
        """Archives of one's own firm, for its owners alone."""
        if actor.role != Role.OWNER:
            return self.none()
        return self.filter(enterprise__in=Enterprise.objects.visible_to(actor))

    def there(self) -> "OwnDataFileQuerySet":
        """Archives that can still be downloaded."""
        return self.filter(removed_at__isnull=True)


class OwnDataFile(models.Model):
    """An archive of everything about a firm; the row stays as a trace when the file is removed."""

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.CASCADE, related_name="own_data_files"
    )
    stored = models.CharField(max_length=80, unique=True)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("archived at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("available until"))
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OwnDataFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("archive of own data")

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.made_at:%Y-%m-%d}"
