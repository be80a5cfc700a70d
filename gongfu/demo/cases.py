"""What each firm answered in each round, and its scores: worked out before any writing."""

import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.utils import timezone

from diagnosis.maturity import Framework, load_framework, score
from diagnosis.models import Assessment, Score
from diagnosis.services.scoring import score_row
from gongfu.demo.answering import answer_sheet, findings, improved
from gongfu.demo.planning import ROUNDS, Firm, Journey, Round

PROCESSES = 2
CHUNK = 50
GROWTH = 0.07  # of the hidden strength between two rounds


@dataclass(frozen=True, slots=True)
class Case:
    """One firm in one round: its way, what it answered, and the unsaved rows of its scores."""

    firm: Firm
    round: Round
    journey: Journey
    answers: dict[str, Any]
    found: dict[str, Any]
    self_score: Score | None = None
    verified_score: Score | None = None


def moment(day: date, dice: random.Random) -> datetime:
    """A time within office hours of a day."""
    minutes = timedelta(minutes=dice.randrange(8 * 60 + 30, 17 * 60 + 30))
    return timezone.make_aware(datetime.combine(day, time()) + minutes)


def build_cases(firms: Sequence[Firm], framework_file: Path, *, seed: int) -> list[Case]:
    """All cases in order of firm and round, scored by a few processes of their own."""
    framework = load_framework(framework_file)
    cases = [case for firm in firms for case in _cases_of(firm, framework, seed)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool:
        return list(pool.map(partial(_scored, framework_file), cases, chunksize=CHUNK))


def _cases_of(firm: Firm, framework: Framework, seed: int) -> list[Case]:
    dice = random.Random(f"{seed}:answers:{firm.number}")
    cases: list[Case] = []
    strength, sheet = firm.maturity, answer_sheet(framework, firm.maturity, dice)
    for one in ROUNDS:
        if cases and cases[-1].journey.submitted_on:
            strength = min(1.0, strength + GROWTH)
            sheet = improved(framework, sheet, strength, dice)
        journey = firm.journeys.get(one.slug)
        if journey and journey.invited_on:
            found = findings(framework, sheet, dice) if journey.verified_on else {}
            cases.append(Case(firm, one, journey, _filled(journey, sheet), found))
    return cases


def _filled(journey: Journey, sheet: dict[str, Any]) -> dict[str, Any]:
    """The whole sheet once submitted; its beginning for a draft; nothing where nobody started."""
    if journey.submitted_on:
        return sheet
    count = round(len(sheet) * journey.filled) if journey.started_on else 0
    return dict(list(sheet.items())[:count])


def _scored(framework_file: Path, case: Case) -> Case:
    journey, framework = case.journey, load_framework(framework_file)
    dice = random.Random(f"{case.firm.uscc}:{case.round.slug}")

    def row(kind: str, answers: dict[str, Any], day: date) -> Score:
        result = score(framework, answers)
        return score_row(assessment=Assessment(), kind=kind, result=result, at=moment(day, dice))

    if not journey.submitted_on:
        return case
    case = replace(case, self_score=row(Score.Kind.SELF, case.answers, journey.submitted_on))
    if not journey.verified_on:
        return case
    verified = case.answers | case.found
    return replace(case, verified_score=row(Score.Kind.VERIFIED, verified, journey.verified_on))
