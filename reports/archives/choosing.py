"""Which reports a list or an archive holds."""

from collections.abc import Mapping

from enterprises.models import Enterprise
from reports.models import ReportQuerySet

FILTERS = ("q", "kind", "state", "language")


def filtered(found: ReportQuerySet, chosen: Mapping[str, str]) -> ReportQuerySet:
    """Those that match what was chosen in the form of the list."""
    for name in ("kind", "language"):
        if chosen.get(name):
            found = found.filter(**{name: chosen[name]})
    if chosen.get("state"):
        found = found.filter(superseded_by__isnull=chosen["state"] == "current")
    if chosen.get("q"):
        firms = Enterprise.objects.matching(chosen["q"])
        found = found.filter(assessment__enterprise__in=firms)
    return found
