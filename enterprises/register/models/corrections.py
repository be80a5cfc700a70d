from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongfu.core.models import Role

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, actor: "Actor") -> "CorrectionQuerySet":
        """Those of one's own firm, of one's own district; the city sees all."""
        if actor.role in (Role.CITY_REGULATOR, Role.SYSTEM):
            return self
        if actor.role == Role.DISTRICT_REGULATOR:
            return self.filter(enterprise__district_id=actor.district_code)
        if actor.is_firm:
            return self.filter(enterprise_id=actor.enterprise_id)
        return self.none()

    def waiting(self) -> "CorrectionQuerySet":
        return self.filter(state=Correction.State.OPEN)


class Correction(models.Model):
    """A firm says that one field of the register is wrong; nothing changes until it is accepted.

    `old` is what stood there when the firm wrote, `new` what it proposes: both as a file's values.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        ACCEPTED = "accepted", pgettext_lazy("correction", "Accepted")
        REFUSED = "refused", pgettext_lazy("correction", "Not accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.CASCADE, related_name="corrections"
    )
    field = models.CharField(_("field"), max_length=20)
    old = models.JSONField(null=True)
    new = models.JSONField()
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "field"],
                condition=Q(state="open"),
                name="correction_one_open_per_field",
            )
        ]
        indexes = [models.Index(fields=["state", "-id"], name="correction_state")]

    def __str__(self) -> str:
        return f"correction {self.pk} {self.field} {self.state}"
