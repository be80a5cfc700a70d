"""The rule of a scope or a wave as a question to the register, and a dry run of it.

The database answers what `in_scope` answers firm by firm; a test holds them to each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from enterprises.models import Campaign, Enterprise, ScopeEntry
from enterprises.programme.rule import Rule
from enterprises.register.querysets import EnterpriseQuerySet
from gongfu.core.actor import Actor

RUN = "scope-run:"  # what begins the source of a stay that a rule began or ended
BY_HAND = ("invited:", "correction:")  # what begins it where a person decided about one firm


class Change(NamedTuple):
    """How many come in, go out and stay, in one district or in all."""

    enters: int = 0
    leaves: int = 0
    stays: int = 0


@dataclass(frozen=True, slots=True)
class DryRun:
    """What applying a rule would do: by district, and how many decisions by hand stand."""

    districts: Mapping[str, Change]
    kept: int  # in scope by hand although the rule does not mean them
    held_out: int  # meant by the rule, but they left for another reason

    @property
    def total(self) -> Change:
        return Change(*map(sum, zip(*self.districts.values(), strict=True)))


def meant(rule: Rule) -> Q:
    """What an enterprise must be for the rule to mean it."""
    wanted = Q(pk__isnull=False)  # never an empty condition: its opposite would be empty too
    for field, codes in (
        ("district__in", rule.districts),
        ("industry__in", rule.industries),
        ("size__in", rule.sizes),
        ("uscc__in", rule.codes),
    ):
        if codes:
            wanted &= Q(**{field: sorted(codes)})
    return wanted & Q(is_above_scale=True) if rule.above_scale else wanted


def entering(campaign: Campaign, rule: Rule, actor: Actor) -> EnterpriseQuerySet:
    """Firms that the rule would bring in: meant, not in, and not gone for a reason of their own."""
    out = Enterprise.objects.visible_to(actor).filter(meant(rule)).exclude(_inside(campaign))
    return out.exclude(_gone(campaign))


def leaving(campaign: Campaign, rule: Rule, actor: Actor) -> EnterpriseQuerySet:
    """Firms that the rule would take out: in scope, not meant, and not put there by hand."""
    inside = Enterprise.objects.visible_to(actor).filter(_inside(campaign)).exclude(meant(rule))
    return inside.exclude(_by_hand(campaign))


def dry_run(campaign: Campaign, rule: Rule, actor: Actor) -> DryRun:
    """Count what applying the rule would do to the firms in reach; nothing is changed."""
    reach = Enterprise.objects.visible_to(actor)
    enters = _by_district(entering(campaign, rule, actor))
    leaves = _by_district(leaving(campaign, rule, actor))
    inside = reach.filter(_inside(campaign))
    kept = inside.exclude(meant(rule)).filter(_by_hand(campaign))
    stays = _by_district(inside.filter(meant(rule)))
    for district, count in _by_district(kept).items():
        stays[district] = stays.get(district, 0) + count
    held_out = reach.filter(meant(rule)).exclude(_inside(campaign)).filter(_gone(campaign))
    return DryRun(
        {
            code: Change(enters.get(code, 0), leaves.get(code, 0), stays.get(code, 0))
            for code in sorted({*enters, *leaves, *stays})
        },
        kept.count(),
        held_out.count(),
    )


def in_scope_on(day: date) -> Q:
    """What a stay must be to cover a day."""
    return Q(entered_on__lte=day) & (Q(left_on=None) | Q(left_on__gt=day))


def _of(campaign: Campaign) -> QuerySet[ScopeEntry]:
    return ScopeEntry.objects.filter(campaign=campaign, enterprise=OuterRef("pk"))


def _inside(campaign: Campaign) -> Exists:
    return Exists(_of(campaign).filter(left_on=None))


def _gone(campaign: Campaign) -> Exists:
    ended = _of(campaign).exclude(left_on=None)
    return Exists(ended.exclude(left_source__startswith=RUN))


def _by_hand(campaign: Campaign) -> Exists:
    hands = Q()
    for mark in BY_HAND:
        hands |= Q(source__startswith=mark)
    return Exists(_of(campaign).filter(hands, left_on=None))


def _by_district(firms: EnterpriseQuerySet) -> dict[str, int]:
    return dict(firms.order_by().values_list("district").annotate(Count("pk")))
