"""The audit trail, for the auditor alone; and the table of rights as it is enforced."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from gongfu.core.access import CAPABILITIES, ROUTES
from gongfu.core.filters import TrailFilter
from gongfu.core.models import AuditEntry, AuditSeal, Role
from gongfu.core.paging import by_key
from gongfu.core.requests import Request


def trail(request: Request) -> HttpResponse:
    """The entries, newest first, narrowed by day, person, action and outcome."""
    form = TrailFilter(request.GET)
    entries = AuditEntry.objects.all()
    if form.is_valid():
        entries = form.narrow(entries)
    page = by_key(entries, request.GET, ordering=("-id",))
    context = {"form": form, "page": page, "sealed_to": _sealed_to(AuditSeal.objects.all())}
    return render(request, "core/audit.html", context)


def permissions(request: Request) -> HttpResponse:
    """Which role may do what, read from the very table that decides."""
    rows = [
        (
            capability,
            [(role, role in roles) for role in Role],
            sorted(
                name for name, route in ROUTES.items() if capability in (route.read, route.write)
            ),
        )
        for capability, roles in CAPABILITIES.items()
    ]
    return render(request, "core/permissions.html", {"roles": list(Role), "rows": rows})


def _sealed_to(seals: "QuerySet[AuditSeal]") -> int:
    newest = seals.order_by("-last").first()
    return newest.last if newest else 0
