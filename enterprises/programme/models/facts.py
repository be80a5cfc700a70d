from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.programme.models.ledger import Step
from enterprises.register.models.enterprise import Size


class StepReached(models.Model):
    """A firm reached a step on a day: a fact, whether or not the firm was in scope then.

    The ledger follows from it once the firm is in scope; a firm that submits before it is put on
    the list loses nothing.
    """

    campaign = models.ForeignKey("enterprises.Campaign", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.PROTECT, related_name="steps_reached", db_index=False
    )
    step = models.CharField(_("step"), max_length=9, choices=Step)
    on = models.DateField(_("on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    author = models.CharField(_("by"), max_length=32)  # pseudonym of the actor
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=80)

    class Meta:
        verbose_name = _("step reached")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "campaign", "source"], name="step_once_per_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.step} {self.on}"


class TakeUp(models.Model):
    """Since when a firm carries out the plan it agreed to; no day: it does not. The last word wins.

    A correction is a further row, so the ledger can say both what is known now and what was known
    when a figure was printed.
    """

    campaign = models.ForeignKey("enterprises.Campaign", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.PROTECT, related_name="take_ups", db_index=False
    )
    since = models.DateField(_("since"), null=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    author = models.CharField(_("by"), max_length=32)  # pseudonym of the actor
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=80)

    class Meta:
        verbose_name = _("take-up of a plan")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "campaign", "source"], name="take_up_once_per_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} since {self.since}"


class Move(models.Model):
    """The register changed a firm's district, industry or size with effect from a day.

    Kept for every firm, so that one who enters a scope with effect from the past counts where it
    belonged then. Read in order of id: the latest word about a day wins.
    """

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.PROTECT, related_name="moves", db_index=False
    )
    on = models.DateField(_("from"))
    before_district = models.ForeignKey("enterprises.District", models.PROTECT, related_name="+")
    before_industry = models.ForeignKey("enterprises.Industry", models.PROTECT, related_name="+")
    before_size = models.CharField(max_length=8, choices=Size)
    after_district = models.ForeignKey("enterprises.District", models.PROTECT, related_name="+")
    after_industry = models.ForeignKey("enterprises.Industry", models.PROTECT, related_name="+")
    after_size = models.CharField(max_length=8, choices=Size)
    recorded_at = models.DateTimeField(_("recorded at"))
    author = models.CharField(_("by"), max_length=32)
    source = models.CharField(_("source"), max_length=80)

    class Meta:
        verbose_name = _("move")
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "source"], name="move_once_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} from {self.on}"
