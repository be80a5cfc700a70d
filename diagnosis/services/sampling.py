"""Spot checks: drawing a sample, sending somebody, and noting what was found."""

import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from diagnosis.models import Assessment, Flag, SpotCheck, SpotDraw, Status
from diagnosis.quality.drawing import WEIGHTS, Member, digest_of_population, draw, weight_of
from diagnosis.services.requesting import required_text
from enterprises.models import Campaign, District
from gongfu.core import clock
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Forbidden, Invalid
from gongfu.core.inputs import clean_text
from gongfu.core.models import AuditEntry
from gongfu.core.services.auditing import record

LONGEST_SEED, LONGEST_NAME, LONGEST_NOTE = 40, 60, 400
MOST_RISKY = 500
Outcome = SpotCheck.Outcome


def may_be_drawn(
    *, campaign: Campaign, district: District | None, actor: Actor
) -> QuerySet[Assessment]:
    """Assessments of a campaign in reach that were handed in, without the voluntary ones."""
    found = Assessment.objects.visible_to(actor).filter(campaign=campaign, is_extra=False)
    found = found.exclude(status=Status.DRAFT)
    return found.filter(enterprise__district=district) if district else found


@transaction.atomic
def draw_sample(
    *,
    campaign: Campaign,
    district: District | None,
    share: int,
    risky: int,
    seed: str,
    actor: Actor,
) -> SpotDraw:
    """Freeze who may be drawn and what the flags weigh, draw, and keep all of it."""
    if not may(actor, "quality.draw"):
        raise Forbidden(_("District and city administration draw samples."))
    if actor.district_code and (district is None or district.pk != actor.district_code):
        raise Forbidden(_("A district draws among its own enterprises."))
    seed = clean_text(seed, max_length=LONGEST_SEED) or secrets.token_hex(8)
    _check_sizes(share, risky)
    found = may_be_drawn(campaign=campaign, district=district, actor=actor)
    keys = dict(found.values_list("enterprise__uscc", "pk"))
    if not keys:
        raise Invalid(_("Nothing was handed in here yet, so there is nothing to draw from."))
    population = _population(found, keys)
    made = SpotDraw.objects.create(
        campaign=campaign,
        district=district,
        seed=seed,
        share=share,
        risky=risky,
        weights=dict(WEIGHTS),
        population=[[one.code, one.risk] for one in population],
        population_digest=digest_of_population(population),
        drawn_at=clock.now(),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    SpotCheck.objects.bulk_create(
        SpotCheck(draw=made, assessment_id=keys[one.code], part=one.part, risk=one.risk)
        for one in draw(population, seed=seed, share=share, risky=risky)
    )
    return made


def drawn_again(made: SpotDraw) -> list[tuple[str, str]]:
    """Code and part of everybody whom seed and frozen population lead to."""
    population = [Member(code, risk) for code, risk in made.population]
    found = draw(population, seed=made.seed, share=made.share, risky=made.risky)
    return [(one.code, one.part) for one in found]


def _check_sizes(share: int, risky: int) -> None:
    faults = {}
    if not 0 <= share <= 100:
        faults["share"] = _("Enter a share from 0 to 100.")
    if not 0 <= risky <= MOST_RISKY:
        faults["risky"] = _("Enter a number from 0 to %(most)d.") % {"most": MOST_RISKY}
    if not faults and not share and not risky:
        faults["share"] = _("Nothing would be drawn: give a share or a number.")
    if faults:
        raise Invalid(next(iter(faults.values())), fields=faults)


def _population(found: QuerySet[Assessment], keys: dict[str, int]) -> list[Member]:
    """In the order of the codes, each with what its flags weigh now."""
    raised: dict[int, list[str]] = {}
    flags = Flag.objects.filter(assessment__in=found)
    for key, rule in flags.values_list("assessment_id", "rule"):
        raised.setdefault(key, []).append(rule)
    return [Member(code, weight_of(raised.get(keys[code], []))) for code in sorted(keys)]


def mark_check(
    *, check: SpotCheck, assigned_to: str, outcome: str, note: str, seen: str, actor: Actor
) -> None:
    """Say who goes there, or what was found and why; `seen` is the outcome the page showed."""
    if not may(actor, "quality.draw"):
        raise Forbidden(_("District and city administration carry out spot checks."))
    if outcome not in Outcome.values:
        message = _("Choose the outcome of the spot check.")
        raise Invalid(message, fields={"outcome": message})
    name = clean_text(assigned_to, max_length=LONGEST_NAME)
    if outcome != Outcome.OPEN:
        missing = _("Say what was looked at and what it showed.")
        note = required_text(note, "note", missing, LONGEST_NOTE)
    with transaction.atomic():
        marked = SpotCheck.objects.filter(pk=check.pk, outcome=seen).update(
            assigned_to=name,
            outcome=outcome,
            note=note if outcome != Outcome.OPEN else "",
            marked_at=clock.now(),
            marked_by=actor.name,
        )
        if not marked:
            raise Conflict(_("Somebody marked this spot check meanwhile; look at it again."))
        target = f"check:{check.pk} outcome:{outcome}"
        record(actor=actor, action="spot_check.marked", target=target, result=AuditEntry.Result.OK)
