"""Agreed plans of some firms that were verified, in every state, with their checks."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from diagnosis.deadlines import CHECK_WITHIN, months_after
from diagnosis.following.checking import checks_of
from diagnosis.library import solutions
from diagnosis.maturity import CORE_VERSION, score
from diagnosis.maturity.effects import apply_effects, in_place
from diagnosis.maturity.fitting import misfits
from diagnosis.maturity.planning.candidates import duration
from diagnosis.maturity.planning.planner import Planner
from diagnosis.maturity.planning.wishes import Wishes
from diagnosis.maturity.solutions import Solution
from diagnosis.models import Plan, PlanCheck, PlanItem, PlanItemChange, Score
from enterprises.models import Enterprise, LedgerEntry, TakeUp
from enterprises.programme.services.ledgering import entries_of, histories_of
from gongfu.core.actor import Actor
from gongfu.core.services.changing import note_changes
from gongfu.demo.assessing import Written
from gongfu.demo.cases import moment, shipped
from gongfu.demo.planning import PILOT

PLANS = 48
# None of them needs another one first.
BASICS = (
    *("office-collaboration", "workshop-network", "security-basics", "energy-metering"),
    *("mes-basic", "master-data", "cad-pdm", "qms-spc"),
)
MOST = 4
BUDGET = Fraction(200)  # 10,000 yuan
HELPS, HINDERS = "有智评券支持，领导重视。", "信息化人员少，设备接口不统一。"
DROPPED = "当年预算不足，调整到以后年度。"
ON_TIME, SLOW, ANSWERS = 0.7, 0.2, 0.85  # of the measures that should be done; of the checks


@dataclass
class _Following:
    """One plan on its way to the database."""

    row: Written
    plan: Plan
    items: list[PlanItem]
    checks: list[PlanCheck]
    changes: list[PlanItemChange]

    @property
    def since(self) -> date | None:
        return min((item.done_on for item in self.items if item.done_on), default=None)


def add_plans(written: Sequence[Written], shown: Enterprise, as_of: date, actor: Actor) -> None:
    """Plans agreed to after the visit and followed up until a day; nobody is sent a mail."""
    dice = random.Random("following")
    verified = [
        row
        for row in written
        if row.case.verified_score
        and not row.case.is_extra
        and row.case.round.slug != PILOT.slug
        and row.assessment.enterprise != shown
    ]
    chosen = dice.sample(verified, min(PLANS, len(verified) // 2))
    followed = [found for row in chosen if (found := _follow(row, as_of, dice))]
    followed += _shown_plan(written, shown, as_of)
    _save(followed)
    _record([each for each in followed if each.since], dice, actor)


def _shown_plan(written: Sequence[Written], shown: Enterprise, as_of: date) -> list[_Following]:
    """The shown firm has one too, however mature it is, so that its report carries the chapter."""
    own = [row for row in written if row.assessment.enterprise == shown and not row.case.is_extra]
    dice = random.Random("shown firm")
    found = (_follow(row, as_of, dice, is_shown=True) for row in own)
    return [each for each in found if each][-1:]


def _follow(
    row: Written, as_of: date, dice: random.Random, *, is_shown: bool = False
) -> _Following | None:
    made = row.case.verified_score
    visit = row.case.journey.verified_on
    if made is None or visit is None:
        return None
    agreed_on = visit + timedelta(days=dice.randrange(10, 40))
    picked = _picked(made, row, dice.sample(BASICS, len(BASICS) if is_shown else MOST))
    if is_shown and not picked:
        picked = _most_points(made, row)
    if agreed_on > as_of or not picked:
        return None
    plan = _plan(row, made, picked, agreed_on, dice)
    items = _items(plan, picked, agreed_on)
    changes = [c for item in items for c in _progress(row, item, agreed_on, as_of, dice)]
    checks = checks_of(plan)
    for check in checks:
        _answer(check, row, items, as_of, dice)
    return _Following(row, plan, items, checks, changes)


def _picked(made: Score, row: Written, refs: Sequence[str]) -> list[Solution]:
    """A few of them that suit the firm and are not in place."""
    framework, library = shipped(row.case.framework), solutions()
    profile = row.case.firm.profile
    fitting = (
        library[ref]
        for ref in refs
        if not misfits(library[ref], profile)
        and not in_place(library[ref], framework, made.answers, profile)
    )
    return list(islice(fitting, MOST))


def _most_points(made: Score, row: Written) -> list[Solution]:
    """What the planner proposes to a firm that has all the basics."""
    framework, library = shipped(row.case.framework), solutions()
    planner = Planner(framework, made.answers, row.case.firm.profile, library.values())
    return [library[ref] for ref in planner.for_budget(Wishes(budget=BUDGET)).refs]


def _plan(
    row: Written, made: Score, picked: Sequence[Solution], agreed_on: date, dice: random.Random
) -> Plan:
    framework, profile = shipped(row.case.framework), row.case.firm.profile
    then = score(framework, apply_effects(framework, made.answers, picked, profile), profile)
    return Plan(
        assessment=row.assessment,
        score=made,
        total=then.total.exact_text,
        level=then.level.rank if then.level else None,
        core_version=CORE_VERSION,
        agreed_at=moment(agreed_on, dice),
        agreed_by=row.person,
        agreed_name=row.person.name,
    )


def _items(plan: Plan, picked: Sequence[Solution], agreed_on: date) -> list[PlanItem]:
    """One after the other."""
    items, months = [], 0
    for place, solution in enumerate(picked):
        months += duration(solution)
        items.append(
            PlanItem(
                plan=plan,
                place=place,
                solution=solution.ref,
                owner=plan.agreed_name,
                due_on=months_after(agreed_on, months),
                changed_at=plan.agreed_at,
            )
        )
    return items


def _progress(
    row: Written, item: PlanItem, agreed_on: date, as_of: date, dice: random.Random
) -> list[PlanItemChange]:
    """What became of a measure whose time has come, told on the day on which it happened."""
    luck, day = dice.random(), item.due_on + timedelta(days=dice.randrange(-20, 40))
    day = max(day, agreed_on)
    if day > as_of:
        return []
    if luck < ON_TIME:
        item.state, item.done_on = PlanItem.State.DONE, day
        planned = solutions()[item.solution].cost
        item.cost = Decimal(dice.randint(int(planned.low), int(planned.high)))
    elif luck < ON_TIME + SLOW:
        item.state = PlanItem.State.STARTED
    else:
        item.state, item.reason = PlanItem.State.DROPPED, DROPPED
    item.changed_at = moment(day, dice)
    told = {"state": ("open", item.state), "reason": ("", item.reason)}
    told |= {"done_on": ("", str(item.done_on or "")), "cost": ("", str(item.cost or ""))}
    return [
        PlanItemChange(
            item=item,
            field=name,
            before=before,
            after=after,
            at=item.changed_at,
            by=row.person,
            by_name=row.person.name,
        )
        for name, (before, after) in told.items()
        if before != after
    ]


def _answer(
    check: PlanCheck,
    row: Written,
    items: Sequence[PlanItem],
    as_of: date,
    dice: random.Random,
) -> None:
    """Most firms answer within the term; what was put out long ago is not put out again."""
    day = check.due_on + timedelta(days=dice.randrange(CHECK_WITHIN.days))
    if check.due_on > as_of:
        return
    check.asked_at = moment(check.due_on, dice)
    if day > as_of or dice.random() > ANSWERS:
        return
    paid = (item.cost for item in items if item.cost and item.done_on and item.done_on <= day)
    check.spent = sum(paid, Decimal(0))
    check.helps, check.hinders = HELPS, HINDERS
    check.answered_at, check.answered_by = moment(day, dice), row.person
    check.answered_name = row.person.name


def _save(followed: Sequence[_Following]) -> None:
    Plan.objects.bulk_create([each.plan for each in followed])
    PlanItem.objects.bulk_create([item for each in followed for item in each.items])
    PlanCheck.objects.bulk_create([check for each in followed for check in each.checks])
    PlanItemChange.objects.bulk_create([one for each in followed for one in each.changes])


def _record(followed: Sequence[_Following], dice: random.Random, actor: Actor) -> None:
    """What the service would have told the ledger, as of the day of the first measure."""
    facts: list[TakeUp] = []
    entries: list[LedgerEntry] = []
    firms = [each.row.assessment.enterprise for each in followed]
    campaigns = {each.row.assessment.campaign_id for each in followed}
    histories = histories_of(firms, campaigns)
    for each in followed:
        assessment, source = each.row.assessment, f"plan:{each.plan.pk}:{each.changes[-1].pk}"
        assert each.since
        at = moment(each.since, dice)
        before = histories[assessment.campaign_id, assessment.enterprise_id]
        facts.append(
            TakeUp(
                campaign=assessment.campaign,
                enterprise=assessment.enterprise,
                since=each.since,
                recorded_at=at,
                author=actor.pseudonym,
                source=source,
            )
        )
        made = entries_of(
            campaign_id=assessment.campaign_id,
            enterprise_id=assessment.enterprise_id,
            before=before,
            after=before.take_up(each.since),
            source=source,
            reason="",
            actor=actor,
        )
        for entry in made:
            entry.recorded_at = max(at, moment(entry.effective_on, dice))
        entries += made
    TakeUp.objects.bulk_create(facts)
    LedgerEntry.objects.bulk_create(entries)
    note_changes(
        kind="coverage",
        keys=dict.fromkeys(f"{one.campaign_id}:{one.enterprise_id}" for one in entries),
    )
