"""What must hold of the tree of parts: rules that fit together, weights that make a whole."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from diagnosis.maturity.framework import LEVELS, LOWEST, MEAN, PLACED, SUM, Framework, Part
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.questions import Question
from diagnosis.maturity.testing import holds

Problem = tuple[str, str]  # key, what was expected there
MOST_PROFILES = 500


def part_problems(framework: Framework) -> Iterator[Problem]:
    """Give everything that is wrong with the tree."""
    for root in framework.parts:
        for part in root.walk():
            yield from _children(framework, part)
        yield from _levelled(framework, root, None)
    total = framework.part(framework.total_part)
    if not _always(framework, total, None):
        yield f"parts.{total.ref}", "at least one question that is always asked and always counts"
    for part in total.walk():
        for level in range(1, part.levels + 1):
            if not _always(framework, part, level):
                yield f"parts.{part.ref}", f"a question of level {level} that always counts"


def _children(framework: Framework, part: Part) -> Iterator[Problem]:
    """The rules of a part, its parts and its questions go together."""
    key = f"parts.{part.ref}"
    for child in part.parts:
        if part.rule in (SUM, PLACED) and child.rule != part.rule:
            yield key, f"the rule {part.rule} in the parts below it too"
        if part.rule == LEVELS and child.rule != MEAN:
            yield key, "only the rule mean below a part of rule levels"
        if child.rule == PLACED and part.rule != PLACED:
            yield key, "parts of rule placed at the root only"
    scenes = [framework.questions[ref].is_scene for ref in part.questions]
    if any(scenes) if part.earns else not all(scenes):
        yield key, "scenes in parts of rule placed, and nothing else in them"
    yield from _numbers(part, key)


def _numbers(part: Part, key: str) -> Iterator[Problem]:
    if part.pool and any(child.weight is not None for child in part.parts):
        yield key, "no weights below a part that pools its questions"
    if part.rule == LOWEST and any(child.weight is not None for child in part.parts):
        yield key, "no weights where the lowest decides"
    if part.rule == LEVELS and not 0 < part.pass_mark <= 1:
        yield f"{key}.pass", "more than 0 and at most 1"
    if part.rule == LEVELS and part.levels < 1:
        yield f"{key}.levels", "at least 1"
    if part.max_points < 0 or (part.earns and not part.max_points and part.weight != 0):
        yield f"{key}.max", "more than 0"
    if any(weight <= 0 for weight in part.question_weights):
        yield f"{key}.questions", "weights of more than 0"


def _levelled(framework: Framework, part: Part, top: Part | None) -> Iterator[Problem]:
    """Questions say to which level they belong just where that matters."""
    top = part if part.rule == LEVELS else top
    for ref in part.questions:
        level = framework.questions[ref].of_level
        if top and not 1 <= (level or 0) <= top.levels:
            yield f"questions.{ref}.of_level", f"a level from 1 to {top.levels}"
        if not top and level is not None:
            yield f"questions.{ref}.of_level", "no level outside a part of rule levels"
    for child in part.parts:
        yield from _levelled(framework, child, top)


def _always(framework: Framework, part: Part, level: int | None) -> bool:
    """Whether something below counts whatever the answers and the firm are."""
    if part.shown_when:
        return False
    own = (framework.questions[ref] for ref in part.questions)
    if any(_counts_always(question, level) for question in own):
        return True
    weighty = (child for child in part.parts if _weighs_always(child))
    return any(_always(framework, child, level) for child in weighty)


def _weighs_always(part: Part) -> bool:
    """Whether the part has some weight for every firm."""
    weights = (part.weight, *(weight for _, weight in part.weight_cases))
    return all(weight is None or weight > 0 for weight in weights)


def _counts_always(question: Question, level: int | None) -> bool:
    free = not question.shown_when and not any(option.excluded for option in question.options)
    return free and (level is None or question.of_level == level)


def weight_problems(framework: Framework) -> Iterator[Problem]:
    """Weights that depend on the firm must make a whole for every firm there can be."""
    for part in framework.part_by_ref.values():
        stated = [child for child in part.parts if child.weight is not None]
        if stated and len(stated) < len(part.parts):
            yield f"parts.{part.ref}.parts", "a weight for every part here, or for none"
        if any((child.weight or 0) < 0 for child in stated):
            yield f"parts.{part.ref}.parts", "weights of 0 or more"
        cases = [(child, child.weight_cases) for child in stated if child.weight_cases]
        if cases and part.rule == SUM:
            yield f"parts.{part.ref}.parts", "weights by case below the rule mean only"
        elif cases:
            yield from _cases(framework, part)


def _cases(framework: Framework, part: Part) -> Iterator[Problem]:
    key = f"parts.{part.ref}.parts"
    tests = [test for child in part.parts for test, _ in child.weight_cases]
    traits = sorted({each.ref for test in tests for each in test.walk() if each.ref})
    values = [("", *framework.traits[ref].values) for ref in traits]
    profiles = [dict(zip(traits, each, strict=True)) for each in product(*values)]
    if len(profiles) > MOST_PROFILES:
        yield key, f"weights that depend on at most {MOST_PROFILES} kinds of firms"
        return
    for profile in profiles:
        found = sum((_weight(child, profile) for child in part.parts), Fraction(0))
        if found != part.weights_sum:
            wanted, said = exact_text(part.weights_sum), exact_text(found)
            firm = ", ".join(f"{ref} {value or 'unknown'}" for ref, value in profile.items())
            yield key, f"weights that sum to {wanted} for {firm}, found {said}"


def _weight(part: Part, profile: Mapping[str, str]) -> Fraction:
    for test, weight in part.weight_cases:
        if holds(test, _Firm(profile)):
            return weight
    return part.weight or Fraction(0)


class _Firm:
    """A firm of which only the profile is known."""

    def __init__(self, profile: Mapping[str, str]) -> None:
        self.profile = profile

    def chosen(self, ref: str, row: str = "") -> tuple[str, ...]:
        return ()

    def number(self, path: object) -> Fraction | None:
        return None
