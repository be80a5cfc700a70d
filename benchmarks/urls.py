"""The site with the reference pages beside it: an empty signed-in page, and the plainest API."""

from collections.abc import Sequence
from typing import Any

import orjson
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from enterprises.api.serializers import EnterpriseSerializer
from enterprises.models import Enterprise
from gongfu.core.access import ROUTES, Route

ROWS = 1000
FIELDS = EnterpriseSerializer.Meta.fields
SOURCES = {"district": "district_id", "industry": "industry_id"}


def empty(request: HttpRequest) -> HttpResponse:
    """What session, actor, rights and the other middleware cost by themselves."""
    return HttpResponse("empty")


def plain_firms(request: HttpRequest) -> HttpResponse:
    """The firms that the caller reaches, by one statement and straight into JSON."""
    columns = [SOURCES.get(name, name) for name in FIELDS]
    visible = Enterprise.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    sql, values = visible.order_by("pk").values_list(*columns)[:ROWS].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = [_row(row) for row in cursor.fetchall()]
    return HttpResponse(orjson.dumps({"results": rows}, default=str), "application/json")


def _row(values: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(FIELDS, values, strict=True))


ROUTES["bench_empty"] = Route("job.view")
ROUTES["bench_firms"] = Route("api.enterprises")
urlpatterns = [
    path("bench/empty/", empty, name="bench_empty"),
    path("api/bench/firms/", plain_firms, name="bench_firms"),
    path("", include("gongfu.urls")),
]
