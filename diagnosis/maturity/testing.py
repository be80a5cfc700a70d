"""How a test of answers and profile is written in a release file, and when it holds."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NoReturn, Protocol

from diagnosis.maturity.fields import FieldPath
from diagnosis.maturity.questions import Band, When
from diagnosis.maturity.reading import Node

KINDS = ("answer", "field", "profile", "all", "any", "not")
LOW_ENDS = {"at_least": True, "more_than": False}  # whether the end itself is inside
HIGH_ENDS = {"at_most": True, "less_than": False}


class View(Protocol):
    """What a test looks at: the answers that count, and the firm."""

    profile: Mapping[str, Any]

    def chosen(self, ref: str, row: str = "") -> tuple[str, ...]:
        """The options of a question that is shown; none where it has no answer."""

    def number(self, path: FieldPath) -> Fraction | None:
        """A data field of a question that is shown."""


def read_when(node: Node) -> When:
    """Read one test; it is of exactly one kind."""
    kinds = [kind for kind in KINDS if node.has(kind)]
    if len(kinds) != 1:
        node.fail("", f"expected exactly one of {', '.join(KINDS)}")
    kind = kinds[0]
    if kind in ("all", "any"):
        return When(kind, of=node.nodes(kind, read_when))
    if kind == "not":
        return When(kind, of=(node.node(kind, read_when),))
    if kind == "field":
        return When(kind, path=read_path(node, kind), span=_span(node))
    row = node.name("row") if kind == "answer" and node.has("row") else ""
    return When(kind, ref=node.text(kind), row=row, values=node.texts("is"))


def read_path(node: Node, key: str) -> FieldPath:
    """Read where a number is entered."""
    return as_path(node, key, node.text(key))


def as_path(node: Node, key: str, text: str) -> FieldPath:
    question, _, field = text.partition(".")
    if not question or not field:
        node.fail(key, "expected question.field, such as q2.equipment_total")
    return FieldPath(question, field)


def _span(node: Node) -> Band:
    low, high = _end(node, LOW_ENDS), _end(node, HIGH_ENDS)
    if low is None and high is None:
        _complain(node)
    return Band("", *(low or (None, False)), *(high or (None, False)))


def _end(node: Node, ends: Mapping[str, bool]) -> tuple[Fraction, bool] | None:
    keys = [key for key in ends if node.has(key)]
    if len(keys) > 1:
        _complain(node)
    return (node.number(keys[0]), ends[keys[0]]) if keys else None


def _complain(node: Node) -> NoReturn:
    node.fail("", "expected at_least or more_than, at_most or less_than, or one of each pair")


def holds(test: When, view: View) -> bool:
    """Tell whether the test holds; what is not known does not."""
    if test.kind == "all":
        return all(holds(each, view) for each in test.of)
    if test.kind == "any":
        return any(holds(each, view) for each in test.of)
    if test.kind == "not":
        return not holds(test.of[0], view)
    if test.kind == "profile":
        return view.profile.get(test.ref) in test.values
    if test.path and test.span:
        number = view.number(test.path)
        return number is not None and test.span.holds(number)
    return not set(view.chosen(test.ref, test.row)).isdisjoint(test.values)
