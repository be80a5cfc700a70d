"""Solutions in the words of the reader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diagnosis.catalogue import published
from diagnosis.cataloguing.inputs import LABELS
from diagnosis.library import library, terms
from diagnosis.maturity.questions import UNVERIFIED
from diagnosis.maturity.solution_terms import Basis, Term
from diagnosis.maturity.solutions import Solution
from diagnosis.planning.telling import span_text
from diagnosis.presenting.computing import joined
from diagnosis.presenting.wording import option_in_words
from gongfu.core.languages import short


@dataclass(frozen=True, slots=True)
class Card:
    """A solution in the words of the reader."""

    solution: Solution
    name: str
    area: str
    gap: str
    origin: str
    cost: str
    months: str
    effort: str
    unverified: bool
    withdrawn: bool


def card_of(each: Solution) -> Card:
    known, lang = terms(), short()
    area = known.areas[each.area]
    gap = next((gap.names[lang] for gap in area.gaps if gap.ref == each.gap), each.gap)
    spans = (each.cost, each.months, each.effort)
    return Card(
        solution=each,
        name=each.names[lang],
        area=area.names[lang],
        gap=gap,
        origin=_called(known.origins, each.origin),
        cost=span_text(each.cost),
        months=span_text(each.months),
        effort=span_text(each.effort),
        unverified=UNVERIFIED in (each.status, *(span.status for span in spans)),
        withdrawn=each.ref not in library().offered,
    )


def _called(found: Mapping[str, Term] | Mapping[str, Basis], ref: str) -> str:
    """A term in words; empty where a later version of the software no longer has it."""
    return found[ref].names[short()] if ref in found else ""


def facts(found: Solution) -> dict[str, Any]:
    """A solution for a page: its card, its texts and its effects in words."""
    lang, known = short(), library().known
    return {
        "card": card_of(found),
        "solution": found,
        "texts": [
            (LABELS[key], getattr(found, key)[lang])
            for key in ("summary", "benefit", "network", "risks", "evidence")
        ],
        "software_class": _called(terms().classes, found.software_class),
        "source": _called(terms().sources, found.cost.source),
        "requires": [card_of(known[each]) for each in found.requires if each in known],
        "fit": [each.text[lang] for each in found.fit],
        "preconditions": [each.text[lang] for each in found.preconditions],
        "effects": list(effects_in_words(found, lang)),
    }


def effects_in_words(found: Solution, lang: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each release that it says something about: questions and what they would be at least."""
    for _release, framework in published():
        texts = framework.texts(lang)
        lines = [
            {
                "label": texts.question(each.question).label,
                "then": joined(
                    tuple(
                        option_in_words(texts, each.question, f"{row}.{option}" if row else option)
                        for row, options in each.rows.items()
                        for option in options
                    )
                ),
                "expected": each.expected,
            }
            for each in found.raises(framework.key, expected=True)
            if each.question in framework.questions
        ]
        if lines:
            yield texts.name, lines
