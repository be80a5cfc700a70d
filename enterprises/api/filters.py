"""Filters of the API over firms; codes are the stable ones of GB/T 2260 and GB/T 4754."""

from datetime import UTC, datetime

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError

from enterprises.models import Enterprise
from enterprises.register.models.enterprise import Size

EXPECTED = {
    2: _("Expected two digits, a division of GB/T 4754-2017 such as 36."),
    6: _("Expected six digits, a district code of GB/T 2260 such as 310115."),
}
# The OpenAPI document speaks English only, whoever asks for it.
DESCRIBED = {2: "Division of GB/T 4754-2017, such as 36.", 6: "GB/T 2260 code, such as 310115."}
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)


class CodeFilter(django_filters.CharFilter):
    """A code of so many digits; anything else is refused instead of finding nothing."""

    field_class = forms.RegexField

    def __init__(self, field_name: str, *, digits: int) -> None:
        super().__init__(
            field_name,
            regex=rf"\A[0-9]{{{digits}}}\Z",
            error_messages={"invalid": EXPECTED[digits]},
            help_text=DESCRIBED[digits],
        )


class ChangedSince(django_filters.IsoDateTimeFilter):
    """Rows changed at or after a moment, written as ISO 8601 with a time zone."""

    def __init__(self, field_name: str = "updated_at") -> None:
        text = "ISO 8601 with time zone, such as 2026-03-01T00:00:00+08:00."
        super().__init__(field_name, lookup_expr="gte", help_text=text)

    def filter(self, queryset: QuerySet, moment: datetime | None) -> QuerySet:
        if moment is not None and not EARLIEST <= moment <= LATEST:
            raise ValidationError({"changed_since": [_("Expected a moment from 2000 to 2999.")]})
        return super().filter(queryset, moment)


def firm_filters(path: str = "") -> tuple[django_filters.Filter, ...]:
    """District, industry and size of a firm, reached over `path` from the filtered rows."""
    return (
        CodeFilter(f"{path}district_id", digits=6),
        CodeFilter(f"{path}industry_id", digits=2),
        django_filters.ChoiceFilter(field_name=f"{path}size", choices=Size.choices),
    )


class EnterpriseFilter(django_filters.FilterSet):
    """Firms by where they are, what they make, how large they are, and since when they changed."""

    district, industry, size = firm_filters()
    changed_since = ChangedSince()

    class Meta:
        model = Enterprise
        fields: list[str] = []
