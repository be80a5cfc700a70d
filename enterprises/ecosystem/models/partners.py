from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfu.core.clock import now
from gongfu.core.languages import short
from gongfu.core.models import Role

if TYPE_CHECKING:
    from gongfu.core.actor import Actor


class Partner(models.Model):
    """An organisation that pulls data over the API; its keys are those of the OAuth application.

    Its purpose is agreed with the city; a firm consents to that and to nothing else.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    purpose = models.CharField(_("purpose"), max_length=120, blank=True)
    purpose_en = models.CharField(_("purpose in English"), max_length=120, blank=True)
    application = models.OneToOneField(
        settings.OAUTH2_PROVIDER_APPLICATION_MODEL, models.PROTECT, related_name="partner"
    )
    scopes = models.JSONField(
        default=list
    )  # the scopes it may ask for, see gongfu.core.access.SCOPES
    contact_email = models.EmailField(_("e-mail"), blank=True)
    is_simulated = models.BooleanField(_("simulated"), default=False)

    class Meta:
        verbose_name = _("partner")

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name in the language of the reader, as far as there is one."""
        return self.name if short() == "zh" else self.name_en or self.name

    @property
    def shown_purpose(self) -> str:
        return self.purpose if short() == "zh" else self.purpose_en or self.purpose


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, actor: "Actor") -> "ConsentQuerySet":
        """A firm sees the consents it gave, ended ones too."""
        if actor.role == Role.SYSTEM:
            return self
        return self.filter(enterprise_id=actor.enterprise_id) if actor.is_firm else self.none()

    def open_to(self, actor: "Actor", field_group: str) -> "ConsentQuerySet":
        """Consents in force at this moment that open a group of fields to a partner's client."""
        moment = now()
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=moment),
            valid_from__lte=moment,
            partner__application_id=actor.partner_id,
            field_group=field_group,
        )


class Consent(models.Model):
    """A firm lets one partner see one group of fields for one purpose; ending it writes the end."""

    class FieldGroup(models.TextChoices):
        PROFILE = "profile", _("Public profile")
        SCORES = "scores", _("Levels and scores")
        ANSWERS = "answers", _("Answers")

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.CASCADE, related_name="consents"
    )
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="consents")
    field_group = models.CharField(_("field group"), max_length=8, choices=FieldGroup)
    purpose = models.CharField(_("purpose"), max_length=120)  # as it was when consent was given
    purpose_en = models.CharField(_("purpose in English"), max_length=120, blank=True)
    valid_from = models.DateTimeField(_("from"))
    valid_to = models.DateTimeField(_("to"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "partner", "field_group"],
                condition=Q(valid_to__isnull=True),
                name="consent_one_open_per_partner_and_group",
            )
        ]
        indexes = [
            models.Index(fields=["partner", "field_group", "enterprise"], name="consent_partner")
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} -> {self.partner_id}: {self.field_group}"

    @property
    def shown_purpose(self) -> str:
        """The purpose in the language of the reader, as far as there is one."""
        return self.purpose if short() == "zh" else self.purpose_en or self.purpose
