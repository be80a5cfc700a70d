from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongfu.core.models import Role, RoleGrant


class Membership(models.Model):
    """A person's place in a firm; what the person may do there stands in the grant alone."""

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    grant = models.OneToOneField(RoleGrant, models.CASCADE, related_name="membership")
    position = models.CharField(_("position"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("member")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "user"], name="member_once_per_enterprise"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.enterprise_id}"


class Invitation(models.Model):
    """A door into one firm, open once and until a day; of its code only the digest is kept."""

    ROLES = (Role.OWNER, Role.EDITOR, Role.VIEWER)

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.CASCADE, related_name="invitations"
    )
    role = models.CharField(_("role"), max_length=24, choices=Role)
    email = models.EmailField(_("e-mail"), blank=True)
    code_digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitations_made"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations_taken",
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")

    def __str__(self) -> str:
        return f"{self.role} @ {self.enterprise_id}"
