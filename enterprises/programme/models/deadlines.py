from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeadlineChange(models.Model):
    """A firm was given another due day in a campaign, with a reason; rows are only ever added."""

    campaign = models.ForeignKey("enterprises.Campaign", models.CASCADE, related_name="+")
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.CASCADE, related_name="deadline_changes"
    )
    before = models.DateField(_("due before"))
    after = models.DateField(_("due on"))
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("change of a due day")

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.before} {self.after}"
