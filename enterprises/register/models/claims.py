from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enterprises.register.models.enterprise import Enterprise
from gongfu.core.models import Role

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class Letter(models.Model):
    """The code that the district posted to a firm: for one person, until a day, kept as a digest.

    Whoever enters it is mailed `invitation`; once that is taken up the letter is used. Until then
    it may be entered again, for instance with the right e-mail address.
    """

    enterprise = models.ForeignKey("enterprises.Enterprise", models.CASCADE, related_name="letters")
    code_digest = models.CharField(max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    voided_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # wrong ones, on the day `tried_on`
    tried_on = models.DateField(null=True, blank=True)
    invitation = models.OneToOneField(
        "enterprises.Invitation", models.SET_NULL, null=True, blank=True, related_name="letter"
    )

    class Meta:
        verbose_name = _("letter")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(voided_at__isnull=True),
                name="letter_one_per_enterprise",
            )
        ]

    def __str__(self) -> str:
        return f"letter {self.pk} to {self.enterprise_id}"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, actor: "Actor") -> "ClaimQuerySet":
        """The city sees every claim, those of firms that nobody registered too."""
        if actor.role in (Role.CITY_REGULATOR, Role.SYSTEM):
            return self
        if actor.role == Role.DISTRICT_REGULATOR:
            own = Enterprise.objects.visible_to(actor)
            return self.filter(uscc__in=own.values("uscc"))
        return self.none()

    def waiting(self) -> "ClaimQuerySet":
        return self.filter(state=Claim.State.OPEN)


class Claim(models.Model):
    """A person without a letter asks to be let into a firm; the district decides.

    The firm is named by its credit code alone: the register may not know it, or not yet.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    uscc = models.CharField(_("unified social credit code"), max_length=18)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=60)
    position = models.CharField(_("position"), max_length=40)
    phone = models.CharField(_("phone"), max_length=40)
    note = models.CharField(_("note"), max_length=500, blank=True)
    language = models.CharField(max_length=10, blank=True)  # of the mails
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(_("asked at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    role = models.CharField(_("role"), max_length=24, choices=Role, blank=True)  # if approved
    invitation = models.OneToOneField(
        "enterprises.Invitation", models.SET_NULL, null=True, blank=True, related_name="claim"
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        constraints = [
            models.UniqueConstraint(
                fields=["uscc", "email"],
                condition=Q(state="open"),
                name="claim_one_open_per_person",
            )
        ]
        indexes = [models.Index(fields=["state", "-id"], name="claim_state")]

    def __str__(self) -> str:
        return f"claim {self.pk} {self.state}"
