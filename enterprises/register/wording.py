"""Fields of the register and their values in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.register.models import District, Industry, ProcessType, Size

LABELS = {
    "uscc": gettext_lazy("Unified social credit code"),
    "name_zh": gettext_lazy("Chinese name"),
    "name_en": gettext_lazy("English name"),
    "district": gettext_lazy("District"),
    "industry": gettext_lazy("Industry"),
    "staff": gettext_lazy("Staff"),
    "revenue": gettext_lazy("Revenue, 10,000 yuan"),
    "size": gettext_lazy("Size"),
    "above_scale": gettext_lazy("Above scale"),
    "process_type": gettext_lazy("Type of production"),
    "address": gettext_lazy("Address"),
    "contact_name": gettext_lazy("Contact person"),
    "contact_phone": gettext_lazy("Contact phone"),
    "contact_email": gettext_lazy("Contact e-mail"),
}
LANGUAGES = {"name_zh": "zh-Hans", "name_en": "en"}  # of values that are in one, whoever reads


@dataclass(frozen=True, slots=True)
class Wording:
    """Names of districts and divisions, read once for a whole page."""

    districts: dict[str, str]
    industries: dict[str, str]

    @classmethod
    def read(cls) -> "Wording":
        return cls(
            {row.code: row.name for row in District.objects.all()},
            {row.code: row.short_name for row in Industry.objects.all()},
        )

    def value(self, field: str, value: Any) -> str:
        """A value as a page prints it; a dash where nothing is known."""
        if value is None or value == "":
            return "–"
        if field == "district":
            return self.districts.get(value, value)
        if field == "industry":
            return f"{value} {self.industries.get(value[:2], '')}".strip()
        if field == "above_scale":
            return _("Yes") if value else _("No")
        if field == "size":
            return str(Size(value).label)
        if field == "process_type":
            return str(ProcessType(value).label)
        if field == "revenue":
            return f"{float(value):,.2f}".removesuffix(".00")
        return f"{value:,}" if field == "staff" else str(value)

    def district_of(self, code: str) -> str:
        return self.districts.get(code, code)


def label(field: str) -> str:
    return str(LABELS.get(field, field))


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], wording: Wording
) -> list[tuple[str, str, str]]:
    """Label, old and new value of each field that changes, in the order of the register."""
    return [
        (label(name), wording.value(name, before.get(name)), wording.value(name, after[name]))
        for name in LABELS
        if name in after and (before or after[name] not in (None, ""))
    ]
