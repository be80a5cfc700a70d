"""The published frameworks, readable by everybody who works with them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from diagnosis.catalogue import framework_of, published
from diagnosis.models import Release
from diagnosis.presenting.outlining import Outline
from gongfu.core.access import may
from gongfu.core.languages import short
from gongfu.core.requests import Request


def frameworks(request: Request) -> HttpResponse:
    """Every release, newest first."""
    rows = [
        {"release": release, "framework": framework, "texts": framework.texts(short())}
        for release, framework in published()
    ]
    return render(request, "diagnosis/frameworks/list.html", {"rows": rows})


def framework(request: Request, ref: str, version: str) -> HttpResponse:
    """One release: questions, options, points, levels, where each number comes from."""
    release = get_object_or_404(Release, ref=ref, version=version)
    found = framework_of(release)
    context = {
        "release": release,
        "framework": found,
        "texts": found.texts(short()),
        "outline": Outline(found, short()),
        "unverified": found.unverified,
        "others": Release.objects.filter(ref=ref).exclude(pk=release.pk).order_by("-version")[:20],
        "is_author": may(request.actor, "framework.author"),
    }
    return render(request, "diagnosis/frameworks/framework.html", context)
