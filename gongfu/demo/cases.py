"""What each firm answered in each round, and its scores: worked out before any writing."""

import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from multiprocessing import get_context
from typing import Any

from django.utils import timezone

from diagnosis.catalogue import SHIPPED
from diagnosis.maturity import Framework, load_framework, score
from diagnosis.maturity.choosing import choose
from diagnosis.models import Assessment, Score
from diagnosis.services.scoring import score_row
from diagnosis.which_release import rules
from gongfu.demo.answering import answer_sheet, findings, improved
from gongfu.demo.counting import Numbers
from gongfu.demo.planning import PILOT, ROUNDS, Firm, Journey, Round

PROCESSES = 2
CHUNK = 50
GROWTH = 0.07  # of the hidden strength between two rounds
EXTRA_TAKES = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Case:
    """One firm in one round: its way, what it answered, and the unsaved rows of its scores."""

    firm: Firm
    round: Round
    journey: Journey
    framework: str  # "ref version"
    answers: dict[str, Any]
    found: dict[str, Any]
    is_extra: bool = False
    self_score: Score | None = None
    verified_score: Score | None = None


def moment(day: date, dice: random.Random) -> datetime:
    """A time within office hours of a day."""
    minutes = timedelta(minutes=dice.randrange(8 * 60 + 30, 17 * 60 + 30))
    return timezone.make_aware(datetime.combine(day, time()) + minutes)


def plan_cases(firms: Sequence[Firm], *, seed: int) -> list[Case]:
    """All cases in order of firm and round, without their scores."""
    return [case for firm in firms for case in (*_rounds_of(firm, seed), *_pilot_of(firm, seed))]


def build_cases(firms: Sequence[Firm], *, seed: int) -> list[Case]:
    """All cases, scored by a few processes of their own."""
    cases = plan_cases(firms, seed=seed)
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool:
        return list(pool.map(_scored, cases, chunksize=CHUNK))


@cache
def shipped(key: str) -> Framework:
    """A framework as it comes with this version."""
    return load_framework(SHIPPED / f"{key.replace(' ', '-')}.yaml")


def _rounds_of(firm: Firm, seed: int) -> list[Case]:
    """The rounds in which everybody answers the same; from one to the next a firm improves."""
    framework = shipped(ROUNDS[0].framework)
    dice = random.Random(f"{seed}:answers:{firm.number}")
    cases: list[Case] = []
    strength, numbers = firm.maturity, Numbers(firm.register, _years_ago(firm, ROUNDS[0]))
    sheet = answer_sheet(framework, strength, dice, firm.profile, numbers)
    for one in ROUNDS:
        if cases and cases[-1].journey.submitted_on:
            strength = min(1.0, strength + GROWTH)
            ago = _years_ago(firm, one)
            last = Numbers.in_sheet(framework, sheet) if numbers.years_ago == ago + 1 else {}
            numbers = Numbers(firm.register, ago, last)
            sheet = improved(framework, sheet, strength, dice, numbers)
        journey = firm.journeys.get(one.slug)
        if journey and journey.invited_on:
            found = findings(framework, sheet, dice) if journey.verified_on else {}
            filled = _filled(journey, sheet)
            cases.append(Case(firm, one, journey, one.framework, filled, found))
    return cases


def _years_ago(firm: Firm, one: Round) -> int:
    """How many years before the latest round the firm was asked in this one."""
    journey = firm.journeys.get(one.slug)
    asked_on = (journey and journey.invited_on) or one.starts_on
    return ROUNDS[-1].starts_on.year - asked_on.year


def _pilot_of(firm: Firm, seed: int) -> list[Case]:
    """The framework that the rule gives the firm, and for a few another index beside it."""
    journey = firm.journeys.get(PILOT.slug)
    if not journey or not journey.invited_on:
        return []
    cases = [_case(firm, journey, choose(rules(), firm.profile).release, seed)]
    day = journey.submitted_on
    if firm.extra and day and journey.verified_on:  # by the visit it has tried the other as well
        later = replace(
            journey,
            invited_on=day,
            started_on=day,
            submitted_on=day + EXTRA_TAKES,
            verified_on=None,
            reported_on=None,
        )
        cases.append(replace(_case(firm, later, firm.extra, seed), is_extra=True))
    return cases


def _case(firm: Firm, journey: Journey, key: str, seed: int) -> Case:
    framework = shipped(key)
    dice = random.Random(f"{seed}:{key}:{firm.number}")
    sheet = answer_sheet(framework, firm.maturity, dice, firm.profile, Numbers(firm.register))
    found = findings(framework, sheet, dice) if journey.verified_on else {}
    return Case(firm, PILOT, journey, key, _filled(journey, sheet), found)


def _filled(journey: Journey, sheet: dict[str, Any]) -> dict[str, Any]:
    """The whole sheet once submitted; its beginning for a draft; nothing where nobody started."""
    if journey.submitted_on:
        return sheet
    count = round(len(sheet) * journey.filled) if journey.started_on else 0
    return dict(list(sheet.items())[:count])


def _scored(case: Case) -> Case:
    journey, framework = case.journey, shipped(case.framework)
    dice = random.Random(f"{case.firm.uscc}:{case.round.slug}")

    def row(kind: str, answers: dict[str, Any], day: date) -> Score:
        result = score(framework, answers, case.firm.profile)
        return score_row(
            assessment=Assessment(),
            kind=kind,
            result=result,
            at=moment(day, dice),
            with_way=False,
        )

    if not journey.submitted_on:
        return case
    case = replace(case, self_score=row(Score.Kind.SELF, case.answers, journey.submitted_on))
    if not journey.verified_on:
        return case
    verified = case.answers | case.found
    return replace(case, verified_score=row(Score.Kind.VERIFIED, verified, journey.verified_on))
