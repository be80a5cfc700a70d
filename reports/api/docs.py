"""The pages for those who program against the API."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from oauth2_provider.settings import oauth2_settings
from rest_framework.request import Request as DRFRequest
from rest_framework.response import Response

from gongfu.core.api.clients import ClientThrottle
from gongfu.core.api.paging import KeysetPagination
from gongfu.core.requests import Request

OPEN: list[Any] = []


def docs(request: Request) -> HttpResponse:
    """From nothing to the first call in five minutes, and the rules of the house."""
    context = {
        "base": settings.PUBLIC_URL,
        "page_size": KeysetPagination.page_size,
        "page_max": KeysetPagination.max_page_size,
        "rate": ClientThrottle.amount(),
        "token_minutes": oauth2_settings.ACCESS_TOKEN_EXPIRE_SECONDS // 60,
    }
    return render(request, "reports/api_docs.html", context)


class Schema(SpectacularJSONAPIView):
    """The OpenAPI document, in English for everybody; a snapshot of it is part of the tests."""

    authentication_classes = OPEN
    permission_classes = OPEN

    @extend_schema(exclude=True)
    def get(self, request: DRFRequest, *args: Any, **kwargs: Any) -> Response:
        with translation.override("en"):
            return super().get(request, *args, **kwargs)


class Swagger(SpectacularSwaggerSplitView):
    """The OpenAPI document as a page to try calls on; its script has an address of its own."""

    authentication_classes = OPEN
    permission_classes = OPEN
    template_name = "reports/swagger.html"
    url_name = "api:schema"

    @property
    def url_self(self) -> str:  # type: ignore[override]
        return reverse("api:swagger")
