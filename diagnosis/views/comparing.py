"""Published releases beside each other, and as files."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from diagnosis.catalogue import framework_of
from diagnosis.drafting.differences import Area, areas_of, compare
from diagnosis.drafting.files import Files
from diagnosis.models import Release
from diagnosis.views.drafts.listing import files_response
from diagnosis.views.effects import effect_of
from gongfu.core.errors import Invalid
from gongfu.core.languages import short
from gongfu.core.requests import Request


def framework_files(request: Request, ref: str, version: str, form: str) -> HttpResponseBase:
    """The files of a release as a workbook or as an archive."""
    release = get_object_or_404(Release, ref=ref, version=version)
    return files_response(Files.of_release(release), f"{ref}-{version}", form)


def compare_releases(request: Request) -> HttpResponse:
    """What two releases of one framework say differently; which two stands in the address."""
    releases = list(Release.objects.order_by("ref", "published_at", "pk"))
    old = _chosen(releases, request.GET.get("old", ""))
    new = _chosen(releases, request.GET.get("new", ""))
    problem, status = "", 200
    areas: tuple[Area, ...] | None = None
    effect = None
    if old and new:
        try:
            areas = _areas(old, new)
            effect = effect_of(request, old, framework_of(new)) if old != new else None
        except Invalid as error:
            problem, status = error.message, error.status
    context = {
        "releases": releases,
        "old": old,
        "new": new,
        "areas": areas,
        "count": sum(len(area.changes) for area in areas or ()),
        "problem": problem,
        "effect": effect,
        "effect_query": urlencode({"old": old, "new": new}) + "&" if effect else "",
    }
    return render(request, "diagnosis/frameworks/compare.html", context, status=status)


def _areas(old: Release, new: Release) -> tuple[Area, ...]:
    if old.ref != new.ref:
        raise Invalid(
            _(
                "%(old)s and %(new)s are different frameworks; only releases of one framework can "
                "be compared."
            )
            % {"old": old, "new": new}
        )
    before, after = framework_of(old), framework_of(new)
    return areas_of(compare(before, after), short(), after, before)


def _chosen(releases: list[Release], text: str) -> Release | None:
    """The release that the address names by "ref version" with a blank between."""
    return next((release for release in releases if str(release) == text), None)
