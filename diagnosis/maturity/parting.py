"""How the tree of parts is written in a release file."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from diagnosis.maturity.asking import MOST_LEVELS, read_shown_when, status
from diagnosis.maturity.framework import LEVELS, LOWEST, MEAN, PLACED, SUM, Part
from diagnosis.maturity.numbers import exact_text
from diagnosis.maturity.questions import ZERO, Question, When
from diagnosis.maturity.reading import Node
from diagnosis.maturity.testing import read_when

RULES = (SUM, MEAN, LOWEST, LEVELS, PLACED)
WHOLE = Fraction(100)

WeightCases = tuple[tuple[When, Fraction], ...]


def read_parts(root: Node, questions: Mapping[str, Question]) -> tuple[Part, ...]:
    """Read the tree. A root states its points; below a sum the weights give them."""

    def tree(node: Node) -> Part:
        return _part(node, _points(node, None), questions)

    return root.nodes("parts", tree)


def _part(node: Node, points: Fraction, questions: Mapping[str, Question]) -> Part:
    if node.has("parts") == node.has("questions"):
        node.fail("questions", "expected either parts or questions")
    rule = node.choice("rule", RULES)
    weight, cases = _weight(node)
    refs, weights = _asked(node, rule, questions)
    part = Part(
        ref=node.name("ref"),
        rule=rule,
        weight=weight,
        max_points=points,
        parts=node.nodes("parts", _child_of(rule, points, questions), required=False),
        questions=refs,
        question_weights=weights,
        weight_cases=cases,
        weights_sum=_weights_sum(node, rule),
        pool=rule == MEAN and node.yes_no("pool"),
        levels=node.whole("levels", MOST_LEVELS) if rule == LEVELS else 0,
        pass_mark=node.number("pass") if rule == LEVELS else ZERO,
        shown_when=read_shown_when(node),
        axis=node.yes_no("axis"),
        status=status(node),
        sources=node.texts("sources", required=False),
    )
    _check_points(node, part, questions)
    return part


def _child_of(
    rule: str, points: Fraction, questions: Mapping[str, Question]
) -> Callable[[Node], Part]:
    def child(node: Node) -> Part:
        share = node.number("weight") * points / WHOLE if rule == SUM else _points(node, points)
        return _part(node, share, questions)

    return child


def _points(node: Node, above: Fraction | None) -> Fraction:
    """The scale of a part that stands on its own: as stated, else that of the part above."""
    rule = node.choice("rule", RULES)
    if rule == PLACED:
        return ZERO
    if rule == LEVELS:
        return Fraction(node.whole("levels", MOST_LEVELS))
    return node.number("max") if above is None or node.has("max") else above


def _weight(node: Node) -> tuple[Fraction | None, WeightCases]:
    """Read a weight, or one for each case; the last has no condition and holds for the rest."""
    if not node.has("weight") or isinstance(node.tree["weight"], str):
        return (node.number("weight") if node.has("weight") else None), ()
    cases = node.nodes("weight", _weight_case)
    *tested, (otherwise, weight) = cases
    if otherwise is not None:
        node.fail("weight", "expected a last case without a test, which holds for the rest")
    for test, _ in tested:
        if test is None:
            node.fail("weight", "expected a test (when) in every case but the last")
    return weight, tuple((test, value) for test, value in tested if test)


def _weights_sum(node: Node, rule: str) -> Fraction:
    """Of a sum the weights are per cent, because they give the points."""
    stated = rule in (MEAN, LEVELS) and node.has("weights_sum")
    return node.number("weights_sum") if stated else WHOLE


def _weight_case(node: Node) -> tuple[When | None, Fraction]:
    return node.node("when", read_when) if node.has("when") else None, node.number("value")


def _asked(
    node: Node, rule: str, questions: Mapping[str, Question]
) -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
    """Read the questions of a part, and their weights where a mean gives them."""
    if not node.has("questions"):
        return (), ()
    if rule != MEAN or any(isinstance(item, str) for item in node.items("questions")):
        refs, weights = node.texts("questions"), tuple[Fraction, ...]()
    else:
        weighted = node.nodes("questions", lambda item: (item.text("ref"), item.number("weight")))
        refs, weights = tuple(ref for ref, _ in weighted), tuple(weight for _, weight in weighted)
    for ref in refs:
        if ref not in questions:
            node.fail("questions", f"expected refs of questions, found {ref}")
    return refs, weights


def _check_points(node: Node, part: Part, questions: Mapping[str, Question]) -> None:
    """Weights must make a whole, and the questions of a sum earn what the weights promise."""
    weights = [child.weight for child in part.parts]
    if part.rule in (SUM, MEAN, LEVELS) and weights and None not in weights:
        total = sum((weight for weight in weights if weight), ZERO)
        if total != part.weights_sum:
            node.fail("parts", f"expected weights that sum to {exact_text(part.weights_sum)}")
    if part.rule == SUM and part.questions:
        earned = sum((questions[ref].max_points for ref in part.questions), ZERO)
        if earned != part.max_points:
            expected = exact_text(part.max_points)
            node.fail("questions", f"expected {expected} points by weight, found {earned}")
