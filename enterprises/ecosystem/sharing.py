"""What a firm shares with whom, in words: for the page of the firm and its card."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.ecosystem.models import Consent, Partner
from gongfu.core.actor import Actor

Group = Consent.FieldGroup


class Told(NamedTuple):
    """What a partner reads of a group of fields, and what it never reads."""

    sees: str | Promise
    sees_not: str | Promise


TOLD = {
    Group.PROFILE: Told(
        _(
            "It sees: credit code, names, district, industry, size class, whether above scale, "
            "type of production."
        ),
        _("It does not see: contact persons, address, staff, revenue."),
    ),
    Group.SCORES: Told(
        _(
            "It sees: your submitted assessments with their state and dates, level and points in "
            "all and by dimension, self-assessed and verified."
        ),
        _("It does not see: single answers, evidence, on-site findings, reports, drafts."),
    ),
    Group.ANSWERS: Told(
        _(
            "The interface passes on no answers today. Should it ever, this partner gets those of "
            "submitted assessments only with your consent here."
        ),
        _("It never sees: evidence, comments, drafts."),
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One group of fields and one partner; `consent` is the one in force, if any."""

    group: str
    label: str | Promise
    told: Told
    consent: Consent | None
    waits: bool  # for the profile, without which it would open nothing


@dataclass(frozen=True, slots=True)
class Sharing:
    """One partner and what it is allowed."""

    partner: Partner
    lines: list[Line]

    @property
    def is_open(self) -> bool:
        return any(line.consent for line in self.lines)


def sharings_of(actor: Actor) -> list[Sharing]:
    """Every partner of the programme with the consents of the actor's firm; two queries."""
    open_now: dict[int, dict[str, Consent]] = {}
    for consent in Consent.objects.visible_to(actor).filter(valid_to=None):
        open_now.setdefault(consent.partner_id, {})[consent.field_group] = consent
    partners = Partner.objects.order_by("name")
    return [Sharing(each, _lines(open_now.get(each.pk, {}))) for each in partners]


def _lines(given: dict[str, Consent]) -> list[Line]:
    return [
        Line(
            group=group.value,
            label=group.label,
            told=TOLD[group],
            consent=given.get(group),
            waits=group != Group.PROFILE and Group.PROFILE not in given,
        )
        for group in Group
    ]


def partners_allowed(actor: Actor) -> int:
    """How many partners may see anything of the actor's firm; for the card on its start page."""
    given = Consent.objects.visible_to(actor).filter(valid_to=None)
    return given.values("partner_id").distinct().count()
