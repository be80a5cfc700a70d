"""Three views inside a firm: what is asked of each, and whether the answers agree.

The field's advice is that three roles (management, IT, workshop) see a firm more truly than one,
and that what they disagree about is itself a finding. So nothing here makes one answer of several.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from diagnosis.maturity.framework import SUM, Framework, Part

MOST_KEY_ITEMS = 10
AGREED, DIFFERING, UNHEARD = "agreed", "differing", "unheard"


def key_items(framework: Framework, asked: Iterable[str]) -> tuple[str, ...]:
    """The questions worth three answers, in the order of the questionnaire.

    The binding ones (★) among those `asked`, because the level rule hangs on them; a release that
    marks none gives the heaviest, at most ten, of which the earlier wins where weights are equal.
    """
    open_to_all = set(asked)
    refs = [ref for ref in framework.questions if ref in open_to_all]
    if binding := tuple(ref for ref in refs if framework.questions[ref].binding):
        return binding
    weights = dict(_weights(framework))
    heaviest = sorted((ref for ref in refs if ref in weights), key=lambda ref: -weights[ref])
    return tuple(ref for ref in refs if ref in heaviest[:MOST_KEY_ITEMS])


def standing(answers: Iterable[Any]) -> str:
    """Whether the given answers agree; a single one, or none, says nothing. None is no answer."""
    given = [answer for answer in answers if answer is not None]
    if len(given) < 2:
        return UNHEARD
    return AGREED if all(answer == given[0] for answer in given) else DIFFERING


def differing(refs: Iterable[str], given: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The key items about which the sheets of several people differ."""
    sheets = list(given)
    return tuple(ref for ref in refs if standing(said.get(ref) for said in sheets) == DIFFERING)


def agreed_answer(answers: Iterable[Any]) -> Any:
    """The one answer that two people at least gave and nobody contradicted; else None."""
    given = [answer for answer in answers if answer is not None]
    return given[0] if standing(given) == AGREED else None


def contradicting(
    refs: Iterable[str], given: Iterable[Mapping[str, Any]], sheet: Mapping[str, Any]
) -> tuple[str, ...]:
    """The key items about which all agree, but on another answer than the firm's sheet holds."""
    sheets = list(given)
    return tuple(
        ref
        for ref in refs
        if sheet.get(ref) is not None
        and agreed_answer(said.get(ref) for said in sheets) not in (None, sheet[ref])
    )


def _weights(framework: Framework) -> Iterator[tuple[str, Fraction]]:
    """Every question that earns, with the points of the total that hang on it."""
    for root in framework.parts:
        if root.earns:
            yield from _shared(framework, root, root.max_points)


def _shared(framework: Framework, part: Part, points: Fraction) -> Iterator[tuple[str, Fraction]]:
    """The points of a part shared out among its children, as the stated weights have it."""
    if part.rule == SUM:
        own = [(ref, framework.questions[ref].max_points) for ref in part.questions]
        below = [(child, child.max_points) for child in part.parts]
    else:
        weights = part.question_weights or (Fraction(1),) * len(part.questions)
        own = list(zip(part.questions, weights, strict=True))
        below = [(child, child.weight or Fraction(1)) for child in part.parts]
    whole = sum((weight for _, weight in (*own, *below)), Fraction(0)) or Fraction(1)
    yield from ((ref, points * weight / whole) for ref, weight in own)
    for child, weight in below:
        yield from _shared(framework, child, points * weight / whole)
