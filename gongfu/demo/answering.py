"""Plausible answers of a simulated firm: every one leans on a hidden strength, with noise.

Works for any release: it reads options, points, levels and data fields, and no name of a question.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from diagnosis.maturity.answers import canonical_sheet
from diagnosis.maturity.fields import Check
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.questions import Question
from diagnosis.maturity.resolving import Reading
from gongfu.demo.counting import Numbers, counted, spent_option, spent_share

SPREAD = 0.06  # how far single answers stray from the firm's strength, so that they agree
SCENE_REACH = 5.0  # scenes run a little ahead of the points, as in the published self-checks
MISJUDGED = 0.08  # share of answers that the site visit corrects
SCENE_SPREAD = 0.15  # in levels
LEVEL_STEP, LEVEL_REACH = 0.3, 5.5  # how requirements of levels follow from the strength
LEFT_OUT = 0.15  # share of the parts that may be cut, and are
REASON = "由集团统一负责，本企业不开展该项业务。"


def answer_sheet(
    framework: Framework,
    strength: float,
    dice: random.Random,
    profile: Mapping[str, str] | None = None,
    numbers: Numbers | None = None,
) -> dict[str, Any]:
    """A complete sheet: question ref -> value as a firm would type it; only what it is asked."""
    sheet: dict[str, Any] = {}
    numbers = numbers or Numbers({})
    for question in framework.questions.values():
        local = min(1.0, max(0.0, _strength(question, strength) + dice.gauss(0, SPREAD)))
        sheet[question.ref] = _answer(question, local, dice, numbers, framework.checks)
    reading = Reading(framework, canonical_sheet(framework, sheet), profile)
    return {ref: value for ref, value in sheet.items() if reading.is_shown(ref)}


def _strength(question: Question, strength: float) -> float:
    """How far a requirement is met: the higher its level, the less."""
    if question.of_level is None:
        return strength
    return 0.5 + LEVEL_STEP * (LEVEL_REACH * strength - question.of_level)


def improved(
    framework: Framework,
    sheet: Mapping[str, Any],
    strength: float,
    dice: random.Random,
    numbers: Numbers,
) -> dict[str, Any]:
    """A later round: most answers stay, some are given anew from a greater strength."""
    later = answer_sheet(framework, strength, dice, numbers=numbers)
    return {ref: later[ref] if dice.random() < 0.35 else value for ref, value in sheet.items()} | {
        question.ref: later[question.ref]
        for question in framework.questions.values()
        if question.fields
    }


def findings(framework: Framework, sheet: Mapping[str, Any], dice: random.Random) -> dict[str, Any]:
    """What was found on site where it differs from what the firm said; mostly a step lower."""
    found: dict[str, Any] = {}
    for ref, value in sheet.items():
        question = framework.questions[ref]
        if dice.random() < MISJUDGED and isinstance(value, str) and not question.asks_reason:
            at = question.option_refs.index(value)
            found[ref] = question.option_refs[max(0, at - 1) if dice.random() < 0.8 else at]
    return {ref: value for ref, value in found.items() if value != sheet[ref]}


def _answer(
    question: Question,
    local: float,
    dice: random.Random,
    numbers: Numbers,
    checks: Sequence[Check],
) -> Any:
    if question.apart:
        return _scope(question, dice)
    if question.has_rows:
        return {"rows": {row: _in_row(question, local, dice) for row in question.rows}}
    if question.is_multi:
        return _ticked(question, local, dice)
    if question.is_scene:
        reach = local * SCENE_REACH + dice.gauss(0, SCENE_SPREAD)
        return str(min(len(question.options) - 1, max(0, round(reach))))
    option = question.option_refs[
        min(len(question.options) - 1, int(local * len(question.options)))
    ]
    if question.computed is None:
        return option
    if (share := spent_share(question, local)) is not None:
        option = spent_option(question, share)
    if dice.random() < 0.25:  # some firms choose instead of counting
        return {"option": option, "fields": {}}
    fields = counted(question, option, local, dice, numbers, checks)
    return {"option": None, "fields": fields} if fields else {"option": option, "fields": {}}


def _scope(question: Question, dice: random.Random) -> Any:
    """Mostly the first option; now and then a part is left out, for a reason."""
    reasoned = [option.ref for option in question.options if option.reason]
    if reasoned and dice.random() < LEFT_OUT:
        return {"option": reasoned[0], "reason": REASON}
    return question.option_refs[0]


def _in_row(question: Question, local: float, dice: random.Random) -> str | list[str]:
    if question.takes_many:
        return _ticked(question, local, dice)
    refs = question.option_refs
    place = min(1.0, max(0.0, local + dice.gauss(0, SPREAD)))
    return refs[min(len(refs) - 1, int(place * len(refs)))]


def _ticked(question: Question, local: float, dice: random.Random) -> list[str]:
    """As many as the strength allows; which ones is chance."""
    chances = {o.ref: dice.random() for o in question.options if not o.exclusive}
    count = min(len(chances), round(local * 1.15 * len(chances)))
    chosen = sorted(chances, key=lambda ref: chances[ref])[:count]
    ticked = [ref for ref in chances if ref in chosen]
    return ticked or [o.ref for o in question.options if o.exclusive] or [question.option_refs[0]]
