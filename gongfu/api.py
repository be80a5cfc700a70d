"""The partner API, composed from the apps; see the access table for who may call what."""

from django.urls import URLPattern, URLResolver, include, path

import diagnosis.api.urls
import enterprises.api.urls
import gongfu.core.api.openapi  # noqa: F401  registers how clients sign in with the OpenAPI document
import reports.api.urls
from enterprises.ecosystem.tokens import Revoke, Token
from reports.api.docs import Schema, Swagger, docs

version_1: list[URLPattern | URLResolver] = [
    *enterprises.api.urls.urlpatterns,
    *diagnosis.api.urls.urlpatterns,
    *reports.api.urls.urlpatterns,
    path("schema/", Schema.as_view(), name="schema"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", docs, name="docs"),
    path("docs/", Swagger.as_view(), name="swagger"),
    path("token/", Token.as_view(), name="token"),
    path("revoke/", Revoke.as_view(), name="revoke"),
    path("v1/", include(version_1)),
]
