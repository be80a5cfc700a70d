"""Saying how far the items of a plan have come; each change is kept with who and when."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.following.saying import Saying
from diagnosis.following.take_up import tell_take_up
from diagnosis.models import Plan, PlanItem, PlanItemChange
from diagnosis.planning.disclosing import refuse_undisclosed
from gongfu.core import clock, fault
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.errors import Forbidden, Invalid
from gongfu.core.models import User

FIELDS = PlanItemChange.Field.values


def follow_up(
    *, plan: Plan, said: Mapping[str, str], user: User, actor: Actor
) -> Collection[PlanItem]:
    """Note who sees to each item, until when, and how far it is; gives the items that changed."""
    saying = saying_of(plan, said)
    with transaction.atomic():
        changed = note(plan=plan, saying=saying, user=user, actor=actor)
        refuse(saying)
    return changed


def saying_of(plan: Plan, said: Mapping[str, str]) -> Saying:
    submitted = plan.assessment.submitted_at or plan.agreed_at
    return Saying(said, clock.city_day(submitted))


def note(*, plan: Plan, saying: Saying, user: User, actor: Actor) -> list[PlanItem]:
    """Take over what was said, in the transaction of the caller, who refuses what is wrong."""
    if not may(actor, "plan.agree"):
        raise Forbidden(
            _("An owner or editor of the company, or its consultant, says how far a plan is.")
        )
    refuse_undisclosed(plan, actor)
    changed: list[PlanItem] = []
    changes: list[PlanItemChange] = []
    for item in plan.items.select_for_update():
        before = _words(item)
        saying.take_over(item)
        found = _changes(item, before, user)
        if found:
            item.changed_at = clock.now()
            changed.append(item)
            changes += found
    if not changed or saying.problems:
        return []
    PlanItem.objects.bulk_update(changed, [*FIELDS, "changed_at"])
    PlanItemChange.objects.bulk_create(changes)
    fault.point("plan.noted")
    tell_take_up(assessment=plan.assessment, change=changes[-1], actor=actor)
    return changed


def refuse(saying: Saying) -> None:
    if saying.problems:
        raise Invalid(
            _("Nothing was saved yet; please check what is marked."), fields=saying.problems
        )


def _words(item: PlanItem) -> dict[str, str]:
    """The item as its history tells it."""
    values = {name: getattr(item, name) for name in FIELDS}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _changes(item: PlanItem, before: dict[str, str], user: User) -> list[PlanItemChange]:
    at = clock.now()
    return [
        PlanItemChange(
            item=item,
            field=name,
            before=before[name],
            after=after,
            at=at,
            by=user,
            by_name=user.name,
        )
        for name, after in _words(item).items()
        if after != before[name]
    ]
