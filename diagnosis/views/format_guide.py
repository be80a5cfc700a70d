"""How a framework is written, for everybody who may see frameworks."""

from django.http import HttpResponse
from django.shortcuts import render

from diagnosis.presenting.format_guide import format_guide
from gongfu.core.languages import short
from gongfu.core.requests import Request


def framework_format(request: Request) -> HttpResponse:
    """The documentation of the framework format, in the language of the reader."""
    return render(request, "diagnosis/frameworks/format.html", {"guide": format_guide(short())})
