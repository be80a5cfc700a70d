"""Decisions about a campaign as a whole: made, changed, closed, reopened; each is written down."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enterprises.models import Campaign, CampaignDecision, Step, StepReached
from enterprises.programme.rule import Rule, as_data
from gongfu.core.actor import Actor
from gongfu.core.clock import now, today
from gongfu.core.errors import Invalid, Locked
from gongfu.core.services.changing import note_change

Kind = CampaignDecision.Kind
FIXED_ONCE_INVITED = ("starts_on", "counted_step")
REASON_ONCE_INVITED = ("due_on",)
RESERVED = ("new",)  # an address of its own
COUNTED = (Step.SUBMITTED, Step.VERIFIED, Step.REPORTED)  # what may count as covered


def has_invited(campaign: Campaign) -> bool:
    """Whether a firm was invited: from then on figures have been printed that must stay true."""
    return StepReached.objects.filter(campaign=campaign).exists()


@transaction.atomic
def make_campaign(*, values: Mapping[str, Any], actor: Actor) -> Campaign:
    """Make a campaign from names, days and the step that counts; nobody is in scope yet."""
    _check_days(values["starts_on"], values["due_on"])
    campaign = Campaign.objects.create(slug=_free_slug(values["starts_on"]), **values)
    write_decision(campaign=campaign, kind=Kind.MADE, actor=actor)
    return campaign


@transaction.atomic
def change_campaign(
    *, campaign: Campaign, values: Mapping[str, Any], actor: Actor, reason: str = ""
) -> None:
    """Change names, days and the step that counts, as far as that is still possible.

    Raises Locked once it is closed, Invalid for what is fixed once a firm was invited.
    """
    found = open_campaign(campaign)
    changes = [
        [name, _told(getattr(found, name)), _told(value)]
        for name, value in values.items()
        if getattr(found, name) != value
    ]
    if not changes:
        return
    if has_invited(found):
        _check_fixed({name for name, _before, _after in changes}, reason)
    for name, value in values.items():
        setattr(found, name, value)
    _check_days(found.starts_on, found.due_on)
    found.save(update_fields=list(values))
    write_decision(campaign=found, kind=Kind.CHANGED, actor=actor, reason=reason, changes=changes)


@transaction.atomic
def set_rule(*, campaign: Campaign, rule: Rule, actor: Actor) -> None:
    """Keep the rule of a scope; no firm comes in or goes out before it is applied."""
    found = open_campaign(campaign)
    before, after = found.scope_rule, as_data(rule)
    if before == after:
        return
    found.scope_rule = after
    found.save(update_fields=["scope_rule"])
    changes = [["scope_rule", before, after]]
    write_decision(campaign=found, kind=Kind.RULE, actor=actor, changes=changes)


@transaction.atomic
def close_campaign(*, campaign: Campaign, reason: str, actor: Actor) -> None:
    """End a campaign today: nobody is invited or reminded any more; its figures stay."""
    found = open_campaign(campaign)
    found.closed_on = today()
    found.save(update_fields=["closed_on"])
    write_decision(campaign=found, kind=Kind.CLOSED, actor=actor, reason=needed(reason))


@transaction.atomic
def reopen_campaign(*, campaign: Campaign, reason: str, actor: Actor) -> None:
    """Let a closed campaign go on."""
    found = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if found.closed_on is None:
        raise Locked(_("This campaign is not closed."))
    before, found.closed_on = found.closed_on, None
    found.save(update_fields=["closed_on"])
    changes = [["closed_on", before.isoformat(), ""]]
    write_decision(
        campaign=found, kind=Kind.REOPENED, actor=actor, reason=needed(reason), changes=changes
    )


def open_campaign(campaign: Campaign) -> Campaign:
    """The campaign, held until the transaction ends; Locked where it is closed."""
    found = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if found.closed_on is not None:
        raise Locked(_("This campaign is closed; reopen it before you change anything."))
    return found


def needed(reason: str) -> str:
    """The reason, which whoever reads the history later will ask for."""
    if not reason.strip():
        text = _("Say why; the reason stands in the history of the campaign.")
        raise Invalid(text, fields={"reason": text})
    return reason.strip()


def write_decision(
    *,
    campaign: Campaign,
    kind: str,
    actor: Actor,
    reason: str = "",
    changes: Sequence[Sequence[Any]] = (),
) -> None:
    """Write down what was decided, in the transaction of the decision."""
    CampaignDecision.objects.create(
        campaign=campaign,
        kind=kind,
        at=now(),
        by_id=actor.user_id,
        author=actor.pseudonym,
        reason=reason,
        changes=list(changes),
    )
    note_change(kind="campaign", key=campaign.slug)


def _check_fixed(changed: set[str], reason: str) -> None:
    if fixed := changed.intersection(FIXED_ONCE_INVITED):
        text = _("This can no longer be changed, because enterprises have been invited.")
        raise Invalid(text, fields=dict.fromkeys(sorted(fixed), text))
    if changed.intersection(REASON_ONCE_INVITED):
        needed(reason)


def _check_days(starts_on: date, due_on: date) -> None:
    if due_on < starts_on:
        text = _("The target date lies before the first day, %(day)s.") % {
            "day": starts_on.isoformat()
        }
        raise Invalid(text, fields={"due_on": text})


def _free_slug(starts_on: date) -> str:
    """The year of the first day; with a number behind it where that is taken."""
    year = str(starts_on.year)
    taken = {*RESERVED, *Campaign.objects.values_list("slug", flat=True)}
    numbers = (f"{year}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (year, *numbers) if slug not in taken)


def _told(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
