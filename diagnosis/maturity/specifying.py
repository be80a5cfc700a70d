"""How the questions and the tree of parts are written in a release file."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from diagnosis.maturity.framework import (
    MULTI,
    SCENE,
    SINGLE,
    UNVERIFIED,
    VERIFIED,
    Band,
    Computed,
    Field,
    FieldPath,
    Option,
    Part,
    Question,
    Ratio,
)
from diagnosis.maturity.reading import Node

RULES = ("sum", "placed")
ZERO, WHOLE = Fraction(0), Fraction(100)

Options = tuple[Option, ...]


def status(node: Node) -> str:
    return node.choice("status", (VERIFIED, UNVERIFIED), VERIFIED)


def field_path(node: Node, key: str) -> FieldPath:
    question, _, field = node.text(key).partition(".")
    if not question or not field:
        node.fail(key, "expected question.field, such as q2.equipment_total")
    return FieldPath(question, field)


def read_questions(root: Node) -> tuple[Question, ...]:
    """Read all questions; options that several share stand once, under `scales`."""
    scales: dict[str, Options] = {}
    if root.has("scales"):
        scales = root.node("scales", lambda node: {ref: _options(node, ref) for ref in node.tree})
    return root.nodes("questions", lambda node: _question(node, scales))


def _question(node: Node, scales: Mapping[str, Options]) -> Question:
    kind = node.choice("kind", (SINGLE, MULTI, SCENE))
    return Question(
        ref=node.name("ref"),
        slug=node.name("slug"),
        kind=kind,
        options=_own_or_shared_options(node, scales),
        max_points=ZERO if kind == SCENE else node.number("max"),
        fields=node.nodes("fields", _field, required=False),
        computed=node.node("computed", _computed) if node.has("computed") else None,
        binding=node.yes_no("binding"),
        status=status(node),
        sources=node.texts("sources"),
    )


def _own_or_shared_options(node: Node, scales: Mapping[str, Options]) -> Options:
    if node.has("scale"):
        return scales[node.choice("scale", tuple(scales))]
    return _options(node, "options")


def _options(node: Node, key: str) -> Options:
    return node.nodes(key, _option)


def _option(node: Node) -> Option:
    places = node.has("level")
    return Option(
        ref=node.name("ref"),
        points=ZERO if places else node.number("points"),
        exclusive=node.yes_no("exclusive"),
        level=node.whole("level") if places else None,
        status=status(node),
    )


def _field(node: Node) -> Field:
    return Field(
        ref=node.name("ref"),
        unit=node.text("unit"),
        min=node.number("min") if node.has("min") else None,
        max=node.number("max") if node.has("max") else None,
        integer=node.yes_no("integer"),
    )


def _computed(node: Node) -> Computed:
    kind = node.choice("kind", ("share", "trend"))
    return Computed(
        kind=kind,
        now=node.node("now", _ratio),
        before=node.node("before", _ratio) if kind == "trend" else None,
        bands=node.nodes("bands", _band),
        status=status(node),
        sources=node.texts("sources", required=False),
    )


def _ratio(node: Node) -> Ratio:
    below = field_path(node, "denominator") if node.has("denominator") else None
    return Ratio(field_path(node, "numerator"), below)


def _band(node: Node) -> Band:
    """Read `from`/`to` as ends that belong to the band, `above`/`below` as ends that do not."""
    low, low_closed = _end(node, closed="from", open_="above")
    high, high_closed = _end(node, closed="to", open_="below")
    return Band(node.text("option"), low, low_closed, high, high_closed)


def _end(node: Node, *, closed: str, open_: str) -> tuple[Fraction | None, bool]:
    if node.has(closed) and node.has(open_):
        node.fail(open_, f"expected either {closed} or {open_}, not both")
    if node.has(closed):
        return node.number(closed), True
    return (node.number(open_) if node.has(open_) else None), False


def read_parts(root: Node, questions: Mapping[str, Question]) -> tuple[Part, ...]:
    """Read the tree; a root states its points, the weights give everybody else's."""

    def tree(node: Node) -> Part:
        rule = node.choice("rule", RULES)
        points = node.number("max") if rule == "sum" else ZERO
        return _part(node, None, points, questions)

    return root.nodes("parts", tree)


def _part(
    node: Node, weight: Fraction | None, points: Fraction, questions: Mapping[str, Question]
) -> Part:
    if node.has("parts") == node.has("questions"):
        node.fail("questions", "expected either parts or questions")
    part = Part(
        ref=node.name("ref"),
        rule=node.choice("rule", RULES),
        weight=weight,
        max_points=points,
        parts=node.nodes("parts", _child_of(points, questions), required=False),
        questions=node.texts("questions", required=False),
        axis=node.yes_no("axis"),
        status=status(node),
        sources=node.texts("sources", required=False),
    )
    _check_points(node, part, questions)
    return part


def _child_of(points: Fraction, questions: Mapping[str, Question]) -> Callable[[Node], Part]:
    def child(node: Node) -> Part:
        weight = node.number("weight")
        return _part(node, weight, points * weight / WHOLE, questions)

    return child


def _check_points(node: Node, part: Part, questions: Mapping[str, Question]) -> None:
    """Weights must make a whole, and the questions must earn what the weights promise."""
    for ref in part.questions:
        if ref not in questions:
            node.fail("questions", f"expected refs of questions, found {ref}")
    if part.parts and sum(child.weight or 0 for child in part.parts) != WHOLE:
        node.fail("parts", "expected weights that sum to 100")
    earned = sum((questions[ref].max_points for ref in part.questions), ZERO)
    if part.questions and earned != part.max_points:
        node.fail("questions", f"expected {part.max_points} points by weight, found {earned}")
