"""Published releases as frameworks the core can read; parsed once per process."""

from functools import lru_cache
from pathlib import Path

from diagnosis.maturity import Framework, load_framework, load_framework_text
from diagnosis.models import Assessment, Release
from gongfu.core.clock import city_day

SHIPPED = Path(__file__).parent / "frameworks"
TEXTS = ("source", "texts", "samples")  # what is large in a release, and wanted once

_parsed: dict[str, Framework] = {}


def framework_of(release: Release) -> Framework:
    """The framework of a release. A release never changes, so its digest is a safe key."""
    if release.digest not in _parsed:
        name = f"{release.ref}-{release.version}.yaml"
        _parsed[release.digest] = load_framework_text(release.source, name, release.texts)
    return _parsed[release.digest]


def published() -> list[tuple[Release, Framework]]:
    """Every release with its framework, newest first; what is parsed already is not read again."""
    found = list(Release.objects.order_by("ref", "-version").defer(*TEXTS))
    new = [release.pk for release in found if release.digest not in _parsed]
    for release in Release.objects.filter(pk__in=new) if new else ():
        framework_of(release)
    return [(release, _parsed[release.digest]) for release in found]


def framework_for(assessment: Assessment) -> Framework:
    """The framework an assessment started with and keeps; its words name years from then on."""
    return framework_of(assessment.release).in_year(city_day(assessment.opened_at).year)


@lru_cache(maxsize=1)
def shipped_files() -> tuple[Path, ...]:
    """The releases that come with this version of the software."""
    return tuple(sorted(SHIPPED.glob("*.yaml")))


@lru_cache(maxsize=1)
def shipped_frameworks() -> tuple[Framework, ...]:
    """The same releases as the core reads them."""
    return tuple(load_framework(path) for path in shipped_files())
