from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongfu.core.models import RoleGrant

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class ReportArchiveQuerySet(models.QuerySet["ReportArchive"]):
    def visible_to(self, actor: "Actor") -> Self:
        """What this person asked for, while acting in the role in which it was gathered."""
        if actor.user_id is None or actor.grant_id is None:
            return self.none()
        return self.filter(made_by_id=actor.user_id, grant_id=actor.grant_id)

    def there(self) -> Self:
        """Archives whose file was not removed yet."""
        return self.filter(removed_at__isnull=True)


class ReportArchive(models.Model):
    """Reports in reach of one person as they were that moment; the row outlives its file."""

    stored = models.CharField(max_length=80, unique=True)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField(_("reports"))
    filters = models.JSONField(default=dict)  # as they stood in the address of the list
    made_at = models.DateTimeField(_("archived at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    grant = models.ForeignKey(RoleGrant, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(_("available until"))
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ReportArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("archive of reports")

    def __str__(self) -> str:
        return f"{self.count} {self.made_at:%Y-%m-%d}"
