from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enterprises.register.querysets import EnterpriseQuerySet


class Size(models.TextChoices):
    """Size classes of the National Bureau of Statistics, 2017 edition, for industry."""

    LARGE = "large", _("Large")
    MEDIUM = "medium", _("Medium")
    SMALL = "small", _("Small")
    MICRO = "micro", _("Micro")
    UNKNOWN = "unknown", _("Unknown")


class ProcessType(models.TextChoices):
    DISCRETE = "discrete", _("Discrete")
    PROCESS = "process", _("Process")
    UNKNOWN = "unknown", _("Unknown")


class Enterprise(models.Model):
    """A registered manufacturer, keyed by its unified social credit code (GB 32100-2015).

    `revenue` is in 10,000 yuan a year; staff and revenue are None where nobody knows them.
    `size` follows from both by `enterprises.register.sizing.size_class`.
    """

    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    name_key = models.CharField(
        max_length=200, editable=False, db_index=True
    )  # pinyin, for sorting
    search_text = models.TextField(editable=False)  # both names folded, for searching
    district = models.ForeignKey("enterprises.District", models.PROTECT, verbose_name=_("district"))
    industry = models.ForeignKey("enterprises.Industry", models.PROTECT, verbose_name=_("industry"))
    industry_code = models.CharField(
        _("industry code"), max_length=4
    )  # as fine as registered, 2 to 4 digits
    staff = models.PositiveIntegerField(_("staff"), null=True, blank=True)
    revenue = models.DecimalField(
        _("revenue, 10,000 yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    size = models.CharField(_("size"), max_length=8, choices=Size, default=Size.UNKNOWN)
    is_above_scale = models.BooleanField(_("above scale"), null=True, blank=True)
    process_type = models.CharField(
        _("type of production"), max_length=8, choices=ProcessType, default=ProcessType.UNKNOWN
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    is_simulated = models.BooleanField(_("simulated"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        constraints = [
            models.CheckConstraint(
                condition=Q(revenue__isnull=True) | Q(revenue__gte=0),
                name="enterprise_revenue_not_negative",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "industry", "size"], name="enterprise_dimensions"),
            models.Index(fields=["industry"], name="enterprise_industry"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language; the Chinese one where no English one is known."""
        return (
            self.name_zh
            if (get_language() or "zh").startswith("zh")
            else self.name_en or self.name_zh
        )


class EnterpriseGram(models.Model):
    """Two neighbouring characters of a name: the index that lets two Chinese characters be searched
    at the same price on both databases (trigram indexes cannot serve them)."""

    gram = models.CharField(max_length=2)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="grams", db_index=True)

    class Meta:
        verbose_name = _("search key")
        constraints = [
            models.UniqueConstraint(fields=["gram", "enterprise"], name="gram_once_per_enterprise")
        ]

    def __str__(self) -> str:
        return self.gram
