from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView

PAGING = frozenset({"cursor", "page_size"})


class StrictFilterBackend(DjangoFilterBackend):
    """Filters by the view's filter class; a parameter nobody knows is an error, not ignored."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: "APIView") -> QuerySet:
        filterset = self.get_filterset_class(view, queryset)
        refuse_unknown(request, PAGING | set(filterset.get_filters() if filterset else ()))
        return super().filter_queryset(request, queryset, view)


def refuse_unknown(request: Request, known: set[str] | frozenset[str]) -> None:
    """A misspelt filter would otherwise hand out everything and look right."""
    if unknown := sorted(set(request.query_params) - known):
        expected = ", ".join(sorted(known))
        text = _("Unknown parameter; expected some of %(known)s.") % {"known": expected}
        raise ValidationError({name[:40]: [text] for name in unknown[:10]})
