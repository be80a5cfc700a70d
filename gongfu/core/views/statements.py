"""Pages of words: what the figures mean, accessibility, privacy."""

from django.http import HttpResponse
from django.shortcuts import render

from gongfu.core.requests import Request


def definitions(request: Request) -> HttpResponse:
    """What counts as covered, and the words of the programme."""
    return render(request, "core/definitions.html")


def accessibility(request: Request) -> HttpResponse:
    """How accessible the site is, and where it is not."""
    return render(request, "core/accessibility.html")


def privacy(request: Request) -> HttpResponse:
    """What is kept about people and firms, and who sees it."""
    return render(request, "core/privacy.html")
