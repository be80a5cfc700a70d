"""Answers as they will be after solutions: raised to what the effects say, never lowered.

What a plan brings is not estimated: it is the score of the sheet that comes out of here.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from diagnosis.maturity.answers import canonical_sheet
from diagnosis.maturity.forms import Answer, Answers, chosen_in, fields_in, reason_in
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.questions import Question
from diagnosis.maturity.resolving import COMPUTED, Reading, Resolution
from diagnosis.maturity.solutions import WHOLE, Solution

Rows = Mapping[str, tuple[str, ...]]


def apply_effects(
    framework: Framework,
    sheet: Answers,
    solutions: Iterable[Solution],
    profile: Mapping[str, Any] | None = None,
    *,
    expected: bool = False,
) -> dict[str, Answer]:
    """Give the sheet in which every answer is at least what the solutions make of it.

    Results that are only expected of use stay out unless they are wanted. What does not apply stays
    so; the order of the solutions does not matter, and applying them again changes nothing.
    """
    before = Reading(framework, canonical_sheet(framework, sheet), profile)
    after = dict(before.sheet)
    for ref, goal in _goals(framework, solutions, expected).items():
        question = framework.questions[ref]
        raised = _raised(question, before.meaning(ref), before.sheet.get(ref), goal)
        if raised is not None:
            after[ref] = raised
    return canonical_sheet(framework, {**after, **_pinned(before, after, profile)})


def in_place(
    solution: Solution,
    framework: Framework,
    sheet: Answers,
    profile: Mapping[str, Any] | None = None,
) -> bool:
    """Whether the firm has it already, so that what requires it need not wait for it.

    Shown by the first effect on the release, the one that the solution is chiefly for.
    """
    first = next(solution.raises(framework.key, expected=True), None)
    if first is None:
        return False
    question, reading = framework.questions[first.question], Reading(framework, sheet, profile)
    now, value = reading.meaning(question.ref), sheet.get(question.ref)
    return _raised(question, now, value, first.rows) is None


def _goals(
    framework: Framework, solutions: Iterable[Solution], expected: bool
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Question to row to options: all that the solutions say together."""
    goals: dict[str, dict[str, tuple[str, ...]]] = {}
    for solution in solutions:
        for effect in solution.raises(framework.key, expected=expected):
            question = framework.questions[effect.question]
            rows = goals.setdefault(question.ref, {})
            for row, options in effect.rows.items():
                rows[row] = at_least(question, rows.get(row, ()), options)
    return goals


def at_least(
    question: Question, present: tuple[str, ...], wanted: tuple[str, ...]
) -> tuple[str, ...]:
    """Both together where several may be chosen, else the better one; "none" gives way."""
    chosen = {*present, *wanted}
    if not question.takes_many:
        return (max((*present, *wanted), key=lambda ref: question.option(ref).worth),)
    ticks = [o.ref for o in question.options if o.ref in chosen and not o.exclusive]
    return tuple(ticks)


def _raised(question: Question, now: Resolution, value: Any, goal: Rows) -> Answer:
    """The better answer as it is kept; None where the present one is good enough."""
    present = present_rows(question, now, value)
    rows = {row: at_least(question, present.get(row, ()), goal[row]) for row in goal}
    new = {row: options for row, options in rows.items() if lifts(question, present, row, options)}
    return _written(question, value, {**present, **new}) if new else None


def present_rows(question: Question, now: Resolution, value: Any) -> Rows:
    """What is answered, by row; an option without the reason it needs is no answer."""
    if question.has_rows:
        return now.rows
    options = now.options or [o for o in chosen_in(value) if not question.option(o).reason]
    return {WHOLE: tuple(options)} if options else {}


def lifts(question: Question, present: Rows, row: str, options: tuple[str, ...]) -> bool:
    """Whether the options are better than those that stand; what does not apply is left alone."""
    here = [question.option(ref) for ref in present.get(row, ())]
    apart = bool(here) and all(option.excluded for option in here)
    return not apart and options != present.get(row, ())


def _written(question: Question, value: Any, rows: Rows) -> Answer:
    reason = reason_in(value)
    if question.has_rows:
        many = question.takes_many
        kept = {row: list(o) if many else o[0] for row, o in rows.items()}
        return {"rows": kept, "reason": reason}
    if question.takes_many:
        return {"options": list(rows[WHOLE]), "reason": reason}
    [option] = rows[WHOLE]
    return {"option": option, "fields": _other_numbers(question, value), "reason": reason}


def _other_numbers(question: Question, value: Any) -> dict[str, str]:
    """The numbers without the one that would go on computing the old answer.

    The others stay: a count of all machines holds after the solution as it did before.
    """
    rule, fields = question.computed, fields_in(value)
    if rule is None:
        return dict(fields)
    if rule.numerator.question != question.ref:
        return {}
    return {name: text for name, text in fields.items() if name != rule.numerator.field}


def _pinned(
    before: Reading, after: Mapping[str, Answer], profile: Mapping[str, Any] | None
) -> dict[str, Answer]:
    """Answers that were computed from a number that is gone: each keeps what it was, as chosen."""
    framework, reading = before.framework, Reading(before.framework, after, profile)
    pinned: dict[str, Answer] = {}
    for ref, question in framework.questions.items():
        if not question.computed or after.get(ref) != before.sheet.get(ref):
            continue
        found = before.meaning(ref)
        if found.how == COMPUTED != reading.meaning(ref).how:
            fields = dict(fields_in(after.get(ref)))
            pinned[ref] = {"option": found.options[0], "fields": fields}
    return pinned
