from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """Something with a Chinese and an English name; shows the one of the reader's language."""

    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        abstract = True

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


class District(Named):
    """A district, keyed by its GB/T 2260 code; `row` and `column` place its tile on the map."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    short_zh = models.CharField(max_length=12)
    row = models.PositiveSmallIntegerField()
    column = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("district")
        ordering = ["code"]

    @property
    def short_name(self) -> str:
        """The name as tables and tiles print it: 浦东, Pudong."""
        return self.short_zh if self.name == self.name_zh else self.name_en


class DistrictAlias(models.Model):
    """A code no longer in force, and the district that took its place."""

    code = models.CharField(max_length=6, primary_key=True)
    district = models.ForeignKey(District, models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name = _("former district code")

    def __str__(self) -> str:
        return self.code


class Industry(Named):
    """A division (two digits) of GB/T 4754-2017."""

    code = models.CharField(_("code"), max_length=4, primary_key=True)
    section = models.CharField(max_length=1)
    short_zh = models.CharField(max_length=20)
    short_en = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("industry")
        ordering = ["code"]

    @property
    def short_name(self) -> str:
        return self.short_zh if self.name == self.name_zh else self.short_en
