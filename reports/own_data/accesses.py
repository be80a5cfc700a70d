"""Who saw a firm's data: partners over the API, and people outside the firm on pages.

Pulls are kept with the set of firms they showed, not with a row for each firm. What concerns one
firm is found for a span of days: the index leads to the pulls of the partners that the firm ever
consented to, smallest and largest key leave out most sets, and the others are unpacked, each once
however often it was pulled: about 1 kB and 0.1 ms for a page of a thousand firms. A partner that
pulls ten thousand firms every hour of a month costs a few hundred sets at most, and six queries.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnosis.presenting import listed
from enterprises.ecosystem.packing import holds
from enterprises.models import Consent, District, FirmSet, Look, Partner, Provider, Pull
from gongfu.core.actor import Actor
from gongfu.core.models import Role, ScopeKind

PARTNER, PEOPLE = "partner", "people"
ENDPOINTS: dict[str, str | Promise] = {
    "api:enterprise-list": gettext_lazy("List of firms"),
    "api:enterprise-detail": gettext_lazy("Your company alone"),
    "api:assessment-list": gettext_lazy("List of assessments"),
    "api:assessment-detail": gettext_lazy("Your assessment alone"),
}


@dataclass(frozen=True, slots=True)
class Access:
    """One line: somebody, something, a day; how often, and when last, as far as that is kept."""

    day: date
    at: datetime
    kind: str  # partner, or a kind of look
    who: str
    organisation: str
    campaign: str  # that it is about; empty: the firm itself, or many rounds
    what: str
    how: str | Promise
    times: int


def accesses_of(actor: Actor, first: date, last: date, kind: str = "") -> list[Access]:
    """What concerns the actor's firm in a span of days, newest first."""
    found: list[Access] = []
    if kind in ("", PARTNER):
        found += _pulls(actor, first, last)
    if kind != PARTNER:
        found += _looks(actor, first, last, kind if kind in Look.Kind.values else "")
    return sorted(found, key=lambda access: access.at, reverse=True)


def _pulls(actor: Actor, first: date, last: date) -> Iterator[Access]:
    """One line for each day, partner, interface and choice of fields."""
    allowed = Consent.objects.visible_to(actor).values("partner_id")
    pulls = Pull.objects.visible_to(actor).filter(day__range=(first, last), partner__in=allowed)
    grouped = pulls.values("day", "partner_id", "endpoint", "field_groups", "firms_id").annotate(
        times=Count("pk"), latest=Max("at")
    )
    holding = _holding(actor, pulls)
    lines: dict[tuple[Any, ...], tuple[int, datetime]] = {}
    for row in grouped.order_by():
        if row["firms_id"] in holding:
            key = (row["day"], row["partner_id"], row["endpoint"], row["field_groups"])
            times, at = lines.get(key, (0, row["latest"]))
            lines[key] = (times + row["times"], max(at, row["latest"]))
    names = {each.pk: each.shown_name for each in Partner.objects.filter(pk__in=allowed)}
    for (day, partner, endpoint, groups), (times, at) in lines.items():
        how = ENDPOINTS.get(endpoint, endpoint)
        who, what = str(_("Partner")), fields_in_words(groups)
        yield Access(day, at, PARTNER, who, names[partner], "", what, how, times)


def _holding(actor: Actor, pulls: Any) -> set[int]:
    """The sets among those pulled that really hold the firm."""
    sets = FirmSet.objects.filter(pk__in=pulls.values("firms_id")).values_list("pk", "packed")
    return {pk for pk, packed in sets if holds(bytes(packed), actor.enterprise_id or 0)}


def fields_in_words(groups: str) -> str:
    """The field groups of a pull as a page names them."""
    return listed(tuple(str(Consent.FieldGroup(group).label) for group in groups.split()))


def _looks(actor: Actor, first: date, last: date, kind: str) -> Iterator[Access]:
    """One line for each person, kind of data and day; the person by role and organisation."""
    looks = Look.objects.visible_to(actor).filter(day__range=(first, last))
    looks = looks.select_related("campaign")
    rows = list(looks.filter(kind=kind) if kind else looks)
    organisations = _organisations(rows)
    for row in rows:
        yield Access(
            day=row.day,
            at=row.at,
            kind=row.kind,
            who=str(Role(row.role).label),
            organisation=organisations.get((row.scope_kind, row.scope_key), ""),
            campaign=row.campaign.name if row.campaign else "",
            what=row.get_kind_display(),
            how=_("Page"),
            times=1,
        )


def _organisations(rows: Iterable[Look]) -> dict[tuple[str, str], str]:
    """Names of the providers and districts behind the scopes."""
    keys = {(row.scope_kind, row.scope_key) for row in rows}
    providers = [int(key) for kind, key in keys if kind == ScopeKind.PROVIDER]
    districts = [key for kind, key in keys if kind == ScopeKind.DISTRICT]
    named: dict[tuple[str, str], str] = {}
    if providers:
        for provider in Provider.objects.filter(pk__in=providers):
            named[ScopeKind.PROVIDER, str(provider.pk)] = provider.name
    if districts:
        for district in District.objects.filter(pk__in=districts):
            named[ScopeKind.DISTRICT, district.pk] = district.name
    return named
