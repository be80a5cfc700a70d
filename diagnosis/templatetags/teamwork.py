"""`{% load teamwork %}`: what several people say about the questions of a page.

Tags, so that a page that shows it needs one line; each asks the database once per page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template

from diagnosis.catalogue import framework_for
from diagnosis.deck import Deck
from diagnosis.library import solution_name
from diagnosis.models import Assessment, Settlement
from diagnosis.models.causes import Cause
from diagnosis.presenting import numbering
from diagnosis.teamwork.opinions import (
    Heard,
    Line,
    comparison_of,
    heard_in_words,
    heard_on,
    is_against,
    settled_in_words,
    settlements_of,
    standing_of,
)
from diagnosis.teamwork.talking import NOTHING, Mark, marks_of
from diagnosis.views.reach import document_of
from gongfu.core.languages import short

register = template.Library()


@dataclass(frozen=True, slots=True)
class Talk:
    """What a question card shows of the others: comments, and how a difference was settled."""

    marks: Mapping[str, Mark]
    settled: Mapping[str, Settlement]
    heard: Mapping[str, Heard | None]


@dataclass(frozen=True, slots=True)
class Open:
    """A key question that waits for a decision, as a list names it."""

    ref: str
    no: str
    label: str
    is_scene: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A solution that the firm has named as the cause of a better answer."""

    solution: str
    by: str
    at: datetime


@register.simple_tag(takes_context=True)
def talk_about(context: Any, assessment: Assessment) -> Talk:
    """Everything for the cards of one page, in two queries, or three after a round of views."""
    actor = context["request"].actor
    given = heard_on(assessment, actor)
    if not given:
        return Talk(marks_of(assessment, actor), {}, {})
    deck = Deck(framework_for(assessment), {}, profile=assessment.profile)
    refs = dict.fromkeys(ref for each in given for ref in each.document)
    heard = {ref: heard_in_words(deck, given, ref) for ref in refs}
    return Talk(marks_of(assessment, actor), settlements_of(assessment, actor), heard)


@register.filter
def mark_on(talk: Talk | str, ref: str) -> Mark:
    """The comments on a question; none where the page did not ask for them."""
    return talk.marks.get(ref, NOTHING) if isinstance(talk, Talk) else NOTHING


@register.filter
def heard_at(talk: Talk | str, ref: str) -> Heard | None:
    """What the views say about a question, unless somebody has settled it."""
    if not isinstance(talk, Talk) or ref in talk.settled:
        return None
    return talk.heard.get(ref)


@register.filter
def is_answered_against(heard: Heard, card: Any) -> bool:
    """Whether the card holds another answer than all views."""
    return is_against(heard.mark, card.value)


@register.filter
def settled_at(talk: Talk | str, card: Any) -> str:
    """How the answer that a card shows was agreed on, until somebody changes it."""
    found = talk.settled.get(card.ref) if isinstance(talk, Talk) else None
    return settled_in_words(found, card.revision)


@register.simple_tag(takes_context=True)
def unsettled_of(context: Any, assessment: Assessment) -> list[Open]:
    """The key questions about which nobody has settled the difference."""
    found = standing_of(assessment, context["request"].actor)
    if found is None or not found.unsettled:
        return []
    framework = framework_for(assessment)
    texts, numbers = framework.texts(short()), numbering(framework)
    return [
        Open(ref, numbers[ref], texts.question(ref).label, framework.questions[ref].is_scene)
        for ref in found.round.refs
        if ref in found.unsettled
    ]


@register.simple_tag(takes_context=True)
def views_of(context: Any, assessment: Assessment) -> dict[str, Line]:
    """Question to what the views in the firm said, as far as the reader may know."""
    framework = framework_for(assessment)
    deck = Deck(framework, document_of(assessment), profile=assessment.profile)
    found = comparison_of(assessment, context["request"].actor, deck)
    return {line.ref: line for line in found.lines} if found else {}


@register.filter
def view_on(lines: Mapping[str, Line] | str, ref: str) -> Line | None:
    """What was said about one question, where anything differs."""
    line = lines.get(ref) if isinstance(lines, dict) else None
    return line if line and (line.is_unsettled or line.settlement) else None


@register.simple_tag(takes_context=True)
def causes_of(context: Any, assessment: Assessment) -> dict[str, list[Named]]:
    """Question to what the firm says has made its answer better since last time."""
    found: dict[str, list[Named]] = {}
    for cause in Cause.objects.visible_to(context["request"].actor).filter(assessment=assessment):
        named = Named(solution_name(cause.solution), cause.by_name, cause.at)
        found.setdefault(cause.question, []).append(named)
    return found


@register.filter
def causes_on(causes: Mapping[str, list[Named]] | str, ref: str) -> list[Named]:
    return causes.get(ref, []) if isinstance(causes, dict) else []
