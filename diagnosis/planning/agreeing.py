"""Agreeing to a plan, and saying how far its items have come."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from diagnosis.maturity import CORE_VERSION
from diagnosis.maturity.planning.plans import Plan as WorkedOut
from diagnosis.models import Assessment, Plan, PlanItem, Score
from gongfu.core import clock
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Forbidden, Invalid
from gongfu.core.inputs import clean_text
from gongfu.core.models import User

MONTHS = 12
LAST_DAY = 28  # that every month has


def agree_plan(
    *, assessment: Assessment, score: Score, plan: WorkedOut, user: User, actor: Actor
) -> Plan:
    """Keep a plan as the agreed one; an earlier one stays readable but is no longer current."""
    _check_may(actor)
    if not plan.items:
        raise Invalid(_("Tick at least one solution before you agree to the plan."))
    today = clock.today()
    try:
        with transaction.atomic():
            assessment.plans.filter(is_current=True).update(is_current=False)
            agreed = Plan.objects.create(
                assessment=assessment,
                score=score,
                total=plan.after.total.exact_text,
                level=plan.after.level.rank if plan.after.level else None,
                core_version=CORE_VERSION,
                agreed_at=clock.now(),
                agreed_by=user,
                agreed_name=user.name,
            )
            PlanItem.objects.bulk_create(
                PlanItem(
                    plan=agreed,
                    place=place,
                    solution=item.solution.ref,
                    due_on=months_after(today, item.slot.end),
                    changed_at=clock.now(),
                )
                for place, item in enumerate(plan.items)
            )
    except IntegrityError as error:
        raise Conflict(_("Somebody else agreed to a plan just now; please look again.")) from error
    return agreed


def follow_up(*, plan: Plan, said: Mapping[str, str], actor: Actor) -> Collection[PlanItem]:
    """Note who sees to each item, until when, and how far it is; gives the items that changed."""
    _check_may(actor)
    changed = []
    problems: dict[str, str] = {}
    for item in plan.items.all():
        before = (item.owner, item.due_on, item.state)
        problems |= _note(item, said)
        if (item.owner, item.due_on, item.state) != before:
            item.changed_at = clock.now()
            changed.append(item)
    if problems:
        raise Invalid(_("Nothing was saved yet; please check what is marked."), fields=problems)
    PlanItem.objects.bulk_update(changed, ["owner", "due_on", "state", "changed_at"])
    return changed


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last that every month has."""
    month = day.month - 1 + months
    return date(day.year + month // MONTHS, month % MONTHS + 1, min(day.day, LAST_DAY))


def _note(item: PlanItem, said: Mapping[str, str]) -> dict[str, str]:
    """Take over what was said of one item; gives what is wrong by the name of its input."""
    problems = {}
    owner, due, state = (f"{name}-{item.pk}" for name in ("owner", "due", "state"))
    try:
        item.owner = clean_text(said.get(owner, item.owner), max_length=60)
    except Invalid as error:
        problems[owner] = error.message
    day = _day(said.get(due, item.due_on.isoformat()))
    if day is None:
        problems[due] = _("Write a day such as 2026-03-31.")
    else:
        item.due_on = day
    wanted = said.get(state, item.state)
    if wanted in PlanItem.State.values:
        item.state = wanted
    else:
        problems[state] = _("Choose one of the states.")
    return problems


def _day(text: str) -> date | None:
    try:
        return parse_date(text.strip())
    except ValueError:  # written like a day, and none
        return None


def _check_may(actor: Actor) -> None:
    if not may(actor, "plan.agree"):
        raise Forbidden(
            _("An owner or editor of the company, or its consultant, agrees to a plan.")
        )
