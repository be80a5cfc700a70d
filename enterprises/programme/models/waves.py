from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.register.models.places import Named


class Wave(Named):
    """A part of a campaign that is invited together, such as chain leaders before all others.

    `rule` names its firms, as `enterprises.programme.rule` reads it; those out of scope wait.
    """

    campaign = models.ForeignKey("enterprises.Campaign", models.CASCADE, related_name="waves")
    position = models.PositiveSmallIntegerField(_("order"))
    rule = models.JSONField(default=dict)
    starts_on = models.DateField(_("first day"))
    due_on = models.DateField(_("due on"))
    made_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("wave")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="wave_ends_after_it_begins"
            )
        ]
