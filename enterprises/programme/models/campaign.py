from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.programme.models.ledger import Step
from enterprises.register.models.places import Named


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def running_on(self, day: date) -> "CampaignQuerySet":
        return self.filter(starts_on__lte=day, closed_on__isnull=True)


class Campaign(Named):
    """A programme with a scope and a deadline: one round of diagnosis of the firms in scope.

    `framework` is the release that every firm of this round answers, as `ref version`; empty: each
    firm answers what the rule for its size and kind says. `counted_step` is the step that counts
    as covered and is printed beside every rate. `scope_rule` says which firms belong into scope, as
    `enterprises.programme.rule` reads it; empty: nobody has set one yet.
    """

    slug = models.SlugField(unique=True)
    starts_on = models.DateField(_("starts on"))
    due_on = models.DateField(_("target date"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    counted_step = models.CharField(
        _("counts as covered"), max_length=9, choices=Step, default=Step.VERIFIED
    )
    framework = models.CharField(_("framework"), max_length=60, blank=True)
    scope_rule = models.JSONField(_("scope rule"), default=dict, blank=True)
    is_simulated = models.BooleanField(_("simulated"), default=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="campaign_ends_after_it_begins"
            )
        ]


class Target(models.Model):
    """The share of the firms in scope to be covered by a day, in one district or the city.

    Or to be transformed: the two are different targets of the same plan.
    """

    class Kind(models.TextChoices):
        COVERED = "covered", _("diagnosed")
        TAKEN_UP = "taken_up", _("transformed")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.COVERED)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets")
    district = models.ForeignKey("enterprises.District", models.PROTECT, null=True, blank=True)
    due_on = models.DateField(_("by"))
    share = models.DecimalField(_("share"), max_digits=5, decimal_places=4)  # 0 to 1

    class Meta:
        verbose_name = _("target")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind", "district", "due_on"],
                name="target_once_per_district_and_day",
            ),
            models.UniqueConstraint(
                fields=["campaign", "kind", "due_on"],
                condition=Q(district__isnull=True),
                name="target_once_per_city_and_day",
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1), name="target_share_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.district_id or 'city'} {self.share}"


class ScopeEntry(models.Model):
    """A stay of a firm in a campaign's scope: from `entered_on` until the day before `left_on`."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="scope")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="scope")
    entered_on = models.DateField(_("in scope from"))
    entered_reason = models.CharField(_("reason"), max_length=120)
    left_on = models.DateField(_("out of scope from"), null=True, blank=True)
    left_reason = models.CharField(_("reason for leaving"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=80, blank=True)
    left_source = models.CharField(_("source of leaving"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("stay in scope")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "enterprise"],
                condition=Q(left_on__isnull=True),
                name="scope_one_open_stay_per_enterprise",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("entered_on")),
                name="scope_left_after_entered",
            ),
        ]
        indexes = [models.Index(fields=["enterprise", "campaign"], name="scope_enterprise")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} in {self.campaign_id}"
