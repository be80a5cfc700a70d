from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OWNER = "owner", _("Enterprise owner")
    EDITOR = "editor", _("Enterprise editor")
    VIEWER = "viewer", _("Enterprise viewer")
    CONSULTANT = "consultant", _("Consultant")
    PROVIDER_LEAD = "provider_lead", _("Provider lead")
    SECOND_SIGNER = "second_signer", _("Second signer")
    DISTRICT_REGULATOR = "district_regulator", _("District regulator")
    CITY_REGULATOR = "city_regulator", _("City regulator")
    AUTHOR = "author", _("Framework author")
    PARTNER_ADMIN = "partner_admin", _("Partner administrator")
    PARTNER = "partner", _("Partner client")
    SUPPLIER = "supplier", _("Solution supplier")
    OPERATOR = "operator", _("Operator")
    AUDITOR = "auditor", _("Auditor")
    SYSTEM = "system", _("System")
    PUBLIC = "public", _("Visitor")


class ScopeKind(models.TextChoices):
    """What `scope_key` of a grant names."""

    CITY = "city", _("City")
    DISTRICT = "district", _("District")  # GB/T 2260 code
    ENTERPRISE = "enterprise", _("Enterprise")  # primary key
    PROVIDER = "provider", _("Provider")  # primary key
    PARTNER = "partner", _("Partner")  # primary key of the OAuth application


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def valid_on(self, day: date) -> "RoleGrantQuerySet":
        """Grants in force on a day: the first day counts, the last day counts."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)

    def of_session(self, key: str) -> "RoleGrantQuerySet":
        """Those of the person of a live session, each with the person and the session's data."""
        now = timezone.now()
        live = self.filter(user__sessions__session_key=key, user__sessions__expire_date__gt=now)
        return (
            live.select_related("user")
            .annotate(session_data=models.F("user__sessions__session_data"))
            .order_by("id")
        )


class RoleGrant(models.Model):
    """A role that a person holds within a scope and a span of days; a person may hold several."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=24, choices=Role)
    scope_kind = models.CharField(_("kind of scope"), max_length=12, choices=ScopeKind)
    scope_key = models.CharField(_("scope"), max_length=40, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope_kind", "scope_key", "valid_from"],
                name="grant_once_per_person_role_scope_and_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="grant_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["scope_kind", "scope_key"], name="grant_scope")]

    def __str__(self) -> str:
        return f"{self.role} {self.scope_kind}:{self.scope_key}"
