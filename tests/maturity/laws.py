"""What must hold of every release, whatever its sheets.

Each of LAWS looks at one random firm of a release, given by name, and may tell whether it had
something to say about it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from diagnosis.maturity import Framework, Question, Score, score
from diagnosis.maturity.batch import score_many
from diagnosis.maturity.batch.scoring import score_one
from diagnosis.maturity.framework import LEVELS
from diagnosis.maturity.moves import Move, better_moves
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.weighing import Weighing
from tests.maturity.random_sheets import Firm, random_answer, random_profile, random_sheet
from tests.maturity.recompute import Recomputed
from tests.maturity.subjects import framework_of, reordered

Law = Callable[[str, Firm, Random], object]
ONE = Fraction(1)
MANY = 1000


def firm_of(framework: Framework, seed: int) -> Firm:
    random = Random(seed)
    return random_sheet(framework, random), random_profile(framework, random)


def batch_agrees(framework: Framework, firms: Sequence[Firm]) -> None:
    """Many at once give what each gives alone: total, level, every part."""
    sheets, profiles = zip(*firms, strict=True)
    for firm, outcome in zip(firms, score_many(framework, sheets, profiles), strict=True):
        assert outcome == score_one(framework, *firm), firm


def blocking_is_exact(framework: Framework, firm: Firm) -> bool:
    """Setting what blocks to the listed options raises the level; nothing less does.

    Leaving an answer out, raising it by less, or raising all answers of the sheet (of levels no
    higher than the next, where these can do) by less than the greatest listed step is not enough;
    an answer is needed where all others at their best are not.
    Tells whether anything was listed.
    """
    sheet, profile = firm
    before = score(framework, sheet, profile)
    changes = {answer.ref: answer.value for answer in before.blocking}
    ways = {
        ref: list(better_moves(question, before.evaluation.resolutions[ref]))
        for ref, question in framework.questions.items()
    }
    best = {ref: moves[-1].choice for ref, moves in ways.items() if moves}

    def is_near(question: Question) -> bool:
        return (question.of_level or 0) <= (before.next_level.rank if before.next_level else 0)

    def reaches(changed: Mapping[str, Any]) -> bool:
        return rank_of(score(framework, sheet | changed, profile)) > rank_of(before)

    if changes:
        most = max(answer.steps for answer in before.blocking)
        assert reaches(changes), firm
        near = {ref: moves for ref, moves in ways.items() if is_near(framework.questions[ref])}
        asked = near if reaches(within(near, MANY)) else ways
        assert not reaches(within(asked, most - 1)), (firm, most)
    for answer in before.blocking:
        assert not reaches(left(changes, answer.ref)), (firm, answer)
        for nearer in ways[answer.ref]:
            if nearer.steps < answer.steps:
                assert not reaches(changes | {answer.ref: nearer.choice}), (firm, answer)
        if reaches(best):
            assert answer.needed != reaches(left(best, answer.ref)), (firm, answer)
    return bool(changes)


def within(ways: Mapping[str, Sequence[Move]], steps: int) -> dict[str, Any]:
    """Every answer as good as it becomes by so many steps."""
    near = ([move for move in moves if move.steps <= steps] for moves in ways.values())
    return {moves[-1].ref: moves[-1].choice for moves in near if moves}


def left(changes: Mapping[str, Any], ref: str) -> dict[str, Any]:
    return {each: value for each, value in changes.items() if each != ref}


def stays_on_its_scales(name: str, firm: Firm, _random: Random) -> None:
    """Nothing earns less than nothing or more than it can, and the total is that of its part."""
    framework = framework_of(name)
    result = score(framework, *firm)
    for worth in (*result.by_part.values(), *result.by_question.values()):
        assert 0 <= worth.earned.exact <= worth.max.exact, (firm, worth.ref)
    assert result.total.exact == result.by_part[framework.total_part].earned.exact


def better_never_lowers(name: str, firm: Firm, random: Random) -> bool:
    """A better answer lowers neither total nor level while all else is asked and earns as before.

    Tells whether the random answer was one to compare. A release that says that it is not monotone
    promises nothing of the kind.
    """
    framework, (sheet, profile) = framework_of(name), firm
    if not framework.monotone:
        return False
    question = random.choice(list(framework.questions.values()))
    changed = {**sheet, question.ref: random_answer(framework, question, random)}
    worse, better = sorted(
        (score(framework, each, profile) for each in (sheet, changed)),
        key=lambda result: _worth(result, question.ref),
    )
    if _others(worse, question.ref) != _others(better, question.ref):
        return False
    assert worse.total.exact <= better.total.exact, (firm, changed)
    assert rank_of(worse) <= rank_of(better), (firm, changed)
    return True


def hidden_answers_do_not_matter(name: str, firm: Firm, random: Random) -> int:
    """Whatever stands at questions that are not asked, the result is the same."""
    framework, (sheet, profile) = framework_of(name), firm
    before = score(framework, sheet, profile)
    for ref in before.hidden:
        answer = random_answer(framework, framework.questions[ref], random)
        after = score(framework, {**sheet, ref: answer}, profile)
        assert outcome_of(after) == outcome_of(before), (firm, ref, answer)
    return len(before.hidden)


def order_does_not_matter(name: str, firm: Firm, _random: Random) -> None:
    """However questions and parts are ordered in the file, the result is the same."""
    before, after = score(framework_of(name), *firm), score(reordered(name), *firm)
    assert outcome_of(before) == outcome_of(after), firm


def cutting_keeps_the_weights(name: str, firm: Firm, random: Random) -> None:
    """Where all that counts has one rate, the whole has it too, whatever was cut or hidden."""
    framework, (sheet, profile) = framework_of(name), firm
    part = framework.part(framework.total_part)
    lowest = min((below.pass_mark for below in part.walk() if below.rule == LEVELS), default=ONE)
    rate = random.choice([lowest * Fraction(random.randint(0, 11), 12), ONE])  # all pass, or none
    counted = score(framework, sheet, profile).evaluation.weighing.question_rates
    weighing = Weighing(Reading(framework, sheet, profile), dict.fromkeys(counted, rate))
    assert weighing.by_part[part.ref] == part.max_points * rate, firm


def passport_recomputes(name: str, firm: Firm, _random: Random) -> None:
    """The passport alone, as JSON, gives total, parts and level again."""
    result = score(framework_of(name), *firm)
    again = Recomputed(json.loads(json.dumps(result.passport)))
    assert again.total == result.total.exact, firm
    assert again.by_part == {ref: part.earned.exact for ref, part in result.by_part.items()}, firm
    assert again.level == (result.level.rank if result.level else None), firm


LAWS: Mapping[str, Law] = {
    "scales": stays_on_its_scales,
    "better": better_never_lowers,
    "hidden": hidden_answers_do_not_matter,
    "order": order_does_not_matter,
    "cutting": cutting_keeps_the_weights,
    "passport": passport_recomputes,
}


def rank_of(result: Score) -> int:
    return result.level.rank if result.level else -1


def outcome_of(result: Score) -> Mapping[str, Any]:
    """What must be the same where nothing that matters is different."""
    return {
        "parts": {ref: part.earned.exact for ref, part in result.by_part.items()},
        "level": result.level.rank if result.level else None,
        "missing": set(result.missing),
        "hidden": set(result.hidden),
        "excluded": set(result.excluded),
    }


def _worth(result: Score, ref: str) -> Fraction:
    evaluation = result.evaluation
    return evaluation.earned.get(ref, Fraction(0)) + evaluation.placed.get(ref, -1)


def _others(result: Score, ref: str) -> Mapping[str, Any]:
    """What everything but one question earns, and that this one counts."""
    evaluation = result.evaluation
    earned = dict(evaluation.earned)
    placed = dict(evaluation.placed)
    return {
        "counts": earned.pop(ref, None) is not None,
        "earned": earned,
        "placed": placed | {ref: 0},
    }
