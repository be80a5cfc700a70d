"""The weights below one part of a draft: what they are, what they must sum to, changing them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from diagnosis.drafting.files import Tree, Trees, listed, mapped, text_of
from diagnosis.drafting.gaps import walk_parts
from diagnosis.drafting.naming import PLAIN_MEAN, RULE_NAMES
from diagnosis.drafting.questions import entry_ref, question_of
from diagnosis.drafting.writing import write_flow
from diagnosis.maturity import NumberError, parse_number
from diagnosis.maturity.numbers import exact_text
from gongfu.core.errors import Invalid

WHOLE = "100"


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight of one child; a conditional one is changed in the file only."""

    ref: str
    name: str  # of the input
    value: str
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of all children of a part."""

    part: Tree
    rows: tuple[Weight, ...]
    expected: str  # empty where any positive weights will do

    @property
    def total(self) -> str:
        """What the plain weights sum to; empty where one is no number."""
        try:
            return exact_text(sum((parse_number(row.value) for row in self.rows), Fraction(0)))
        except NumberError:
            return ""

    @property
    def editable(self) -> bool:
        return not any(row.conditional for row in self.rows)

    @property
    def rule_name(self) -> str | Promise:
        """The rule of the part in words; a mean of equal weights is a plain one."""
        rule = text_of(self.part.get("rule"))
        equal = len({row.value for row in self.rows if row.value}) < 2
        return PLAIN_MEAN if rule == "mean" and equal else RULE_NAMES.get(rule, rule)

    @property
    def carries_points(self) -> bool:
        """Whether the weights give the points that the questions below must add up to."""
        return self.part.get("rule") == "sum"


def weighted_parts(trees: Trees) -> Iterator[Tree]:
    """Parts below which something is weighed."""
    for part in walk_parts(trees.rules):
        if weights_of(part).rows:
            yield part


def weights_of(part: Tree, posted: Mapping[str, str] | None = None) -> Weights:
    """The weights below a part; what was typed and refused goes before what is kept."""
    children = [mapped(child) for child in listed(part.get("parts"))]
    asked = [mapped(entry) for entry in listed(part.get("questions")) if isinstance(entry, dict)]
    rows = tuple(
        _weight(item, posted or {}) for item in (*children, *asked) if text_of(item.get("ref"))
    )
    if asked or not children:
        return Weights(part, rows, "")
    plain = part.get("rule") == "mean" and not any(row.value for row in rows)
    return Weights(part, rows, "" if plain else text_of(part.get("weights_sum")) or WHOLE)


def _weight(item: Tree, posted: Mapping[str, str]) -> Weight:
    kept = item.get("weight", "")
    name = f"weight.{item['ref']}"
    if isinstance(kept, str):
        return Weight(item["ref"], name, posted.get(name, kept))
    return Weight(item["ref"], name, write_flow(kept), conditional=True)


def put_weights(trees: Trees, ref: str, posted: Mapping[str, str]) -> None:
    """Set the weights below a part; refused unless they sum to what they must."""
    part = next((part for part in walk_parts(trees.rules) if part["ref"] == ref), None)
    if part is None:
        raise Invalid(_("The part %(ref)s is no longer in this draft.") % {"ref": ref})
    typed = weights_of(part, posted)
    if not typed.editable:
        raise Invalid(_("These weights depend on the profile; change them in the file."))
    new = {row.ref: _number(row) for row in typed.rows if row.value.strip()}
    _check_sum(part, typed, new)
    old = {row.ref: row.value for row in weights_of(part).rows}
    carry = bool(posted.get("carry")) and typed.carries_points
    for item in (*listed(part.get("parts")), *listed(part.get("questions"))):
        child = entry_ref(item)
        if not isinstance(item, dict) or child not in old:
            continue
        if child in new:
            item["weight"] = exact_text(new[child])
            if carry and old[child]:
                _carry_points(trees, item, new[child] / parse_number(old[child]))
        else:
            item.pop("weight", None)


def _number(row: Weight) -> Fraction:
    try:
        value = parse_number(row.value)
    except NumberError as error:
        value = Fraction(-1)
        said = error.message
    else:
        said = _("expected a number above 0")
    if value <= 0:
        text = _("%(ref)s: %(expected)s, found “%(found)s”") % {
            "ref": row.ref,
            "expected": said,
            "found": row.value[:40],
        }
        raise Invalid(text, fields={row.name: text})
    return value


def _check_sum(part: Tree, typed: Weights, new: Mapping[str, Fraction]) -> None:
    """All children have a weight or none has; together they make the whole."""
    missing = [row for row in typed.rows if row.ref not in new]
    if missing and (new or part.get("rule") != "mean"):
        said = _("%(ref)s: enter a weight") % {"ref": missing[0].ref}
        raise Invalid(said, fields={missing[0].name: said})
    if not new or not typed.expected:
        return
    total = sum(new.values(), Fraction(0))
    if total != parse_number(typed.expected):
        said = _("The weights sum to %(found)s; expected %(expected)s.") % {
            "found": exact_text(total),
            "expected": typed.expected,
        }
        raise Invalid(said, fields={typed.rows[0].name: said})


def _carry_points(trees: Trees, part: Tree, ratio: Fraction) -> None:
    """Scale the points of all questions below, so that they earn what the new weight promises."""
    if ratio == 1:
        return
    for below in walk_parts({"parts": [part]}):
        for entry in listed(below.get("questions")):
            question = question_of(trees, entry_ref(entry))
            if question is None or question.get("kind") == "scene":
                continue
            _scale(question, "max", ratio)
            for option in listed(question.get("options")):
                _scale(mapped(option), "points", ratio)


def _scale(tree: Tree, key: str, ratio: Fraction) -> None:
    value: Any = tree.get(key)
    if not isinstance(value, str):
        return
    try:
        text = exact_text(parse_number(value) * ratio)
    except NumberError:
        return
    if "/" in text:
        raise Invalid(
            _("Points would become %(value)s, which is no decimal number; choose other weights.")
            % {"value": text}
        )
    tree[key] = text
