"""For machines: is the process up, can the system work; and the same as a page for the operator."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from gongfu.core.requests import Request
from gongfu.core.services.watching import parts


@never_cache
def health(request: Request) -> HttpResponse:
    """This process answers; nothing else is asked, so that an outage elsewhere restarts nothing."""
    return JsonResponse({"status": "ok"})


@never_cache
def ready(request: Request) -> HttpResponse:
    """What works. 503 only without a database: pages do without broker and workers for a while."""
    found = parts()
    database = found[0].ok
    whole = all(part.ok for part in found)
    body = {
        "status": "ok" if whole else "degraded" if database else "down",
        "parts": {part.name: "ok" if part.ok else "failing" for part in found},
    }
    return JsonResponse(body, status=200 if database else 503)


def state(request: Request) -> HttpResponse:
    """The parts with what was found, for the operator."""
    return render(request, "core/state.html", {"parts": parts()})
