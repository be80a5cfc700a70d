"""Agreeing to a plan."""

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diagnosis.deadlines import months_after
from diagnosis.following.checking import checks_of
from diagnosis.library import library
from diagnosis.maturity import CORE_VERSION
from diagnosis.maturity.planning.plans import Plan as WorkedOut
from diagnosis.models import Assessment, Plan, PlanCheck, PlanItem, Score
from diagnosis.planning.disclosing import carry_disclosures
from gongfu.core import clock
from gongfu.core.access import may
from gongfu.core.actor import Actor
from gongfu.core.errors import Conflict, Forbidden, Invalid
from gongfu.core.models import User

CARRIED = ("owner", "state", "done_on", "cost", "reason")


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
            earlier = list(PlanItem.objects.filter(plan__in=assessment.plans.current()))
            assessment.plans.current().update(is_current=False)
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
            items = [
                PlanItem(
                    plan=agreed,
                    place=place,
                    solution=item.solution.ref,
                    edition_id=library().numbers.get(item.solution.ref),
                    due_on=months_after(today, item.slot.end),
                    changed_at=clock.now(),
                )
                for place, item in enumerate(plan.items)
            ]
            _carry_over(items, earlier)
            PlanItem.objects.bulk_create(items)
            carry_disclosures(items, earlier)
            PlanCheck.objects.bulk_create(checks_of(agreed))
    except IntegrityError as error:
        raise Conflict(_("Somebody else agreed to a plan just now; please look again.")) from error
    return agreed


def _carry_over(items: Sequence[PlanItem], earlier: Iterable[PlanItem]) -> None:
    """What was agreed on before keeps who sees to it and how far it has come."""
    known = {item.solution: item for item in earlier}
    for item in items:
        if before := known.get(item.solution):
            for name in CARRIED:
                setattr(item, name, getattr(before, name))


def _check_may(actor: Actor) -> None:
    if not may(actor, "plan.agree"):
        raise Forbidden(
            _("An owner or editor of the company, or its consultant, agrees to a plan.")
        )
