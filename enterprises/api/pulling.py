"""Writes down what a call hands out, before it is handed out.

`LoggedPulls` is for read-only views over rows that belong to firms: each answer leaves one `Pull`,
and a row that cannot be written stops the answer. `field_groups` are the groups that it opens.
"""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from enterprises.ecosystem.services.pulling import record_pull
from enterprises.models import Consent
from gongfu.core.api.clients import actor_of


# No docstring: the OpenAPI document would print it as the description of every view.
class LoggedPulls(ReadOnlyModelViewSet):
    field_groups: tuple[Consent.FieldGroup, ...]

    def firm_of(self, row: Any) -> int:
        """The key of the firm that a row of the answer is about."""
        return row.pk

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        self._shown: list[Any] = page or []
        return page

    def get_object(self) -> Any:
        found = super().get_object()
        self._shown = [found]
        return found

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._logged(request, super().list(request, *args, **kwargs))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._logged(request, super().retrieve(request, *args, **kwargs))

    def _logged(self, request: Request, response: Response) -> Response:
        match = request._request.resolver_match
        record_pull(
            actor=actor_of(request),
            endpoint=match.view_name if match else "",
            query=request._request.META.get("QUERY_STRING", ""),
            field_groups=self.field_groups,
            firms=map(self.firm_of, self._shown),
        )
        return response
