"""The checks of a plan: made when it is agreed to, answered by the firm or its consultant."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from diagnosis.deadlines import PLAN_CHECKS, months_after
from diagnosis.following.noting import note, refuse, saying_of
from diagnosis.models import Plan, PlanCheck
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.errors import Locked
from gongfu.core.models import User

LONGEST = 400


def checks_of(plan: Plan) -> list[PlanCheck]:
    """The checks that fall due after a plan was agreed to, not saved yet."""
    agreed_on = clock.city_day(plan.agreed_at)
    return [
        PlanCheck(plan=plan, months=months, due_on=months_after(agreed_on, months))
        for months in PLAN_CHECKS
    ]


@transaction.atomic
def answer_check(*, check: PlanCheck, said: Mapping[str, str], user: User, actor: Actor) -> None:
    """Keep the answers to the three questions; how far the measures are goes to the items."""
    held = PlanCheck.objects.select_for_update(of=("self",)).select_related("plan__assessment")
    check = held.get(pk=check.pk)
    _check_open(check)
    saying = saying_of(check.plan, said)
    note(plan=check.plan, saying=saying, user=user, actor=actor)
    check.spent = saying.money("spent", None)
    if check.spent is None:
        saying.problems.setdefault("spent", _("Write what was spent so far; 0 if nothing was."))
    check.helps, check.hinders = saying.text("helps", LONGEST), saying.text("hinders", LONGEST)
    refuse(saying)
    check.answered_at, check.answered_by, check.answered_name = clock.now(), user, user.name
    check.save()


def _check_open(check: PlanCheck) -> None:
    if not check.plan.is_current:
        raise Locked(_("This plan was replaced by another one; its checks are no longer asked."))
    if not check.answered_at and not PlanCheck.objects.open().filter(pk=check.pk).exists():
        raise Locked(_("A later check was answered; this one is no longer asked."))
    if check.answered_at:
        raise Locked(
            _("This check was answered by %(name)s on %(day)s.")
            % {
                "name": check.answered_name,
                "day": clock.city_day(check.answered_at).isoformat(),
            }
        )
