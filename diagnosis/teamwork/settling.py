"""What can be settled on: every answer that was given, once; what the sheet holds; another one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from diagnosis.cards import Card
from diagnosis.deck import Deck
from diagnosis.inputs import raw_answer
from diagnosis.teamwork.opinions import Line, Said
from gongfu.core.errors import GongfuError, Invalid

CURRENT, OTHER = "current", "other"


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer to choose, with everybody who gave it; `name` is what the form sends."""

    name: str
    value: Any
    text: str
    said: tuple[Said, ...]
    is_current: bool  # the self-assessment holds it


def offers_of(line: Line) -> tuple[Offer, ...]:
    """The answers in the order of the standpoints, each once; the current one last if it is new."""
    values: list[Any] = []
    for said in line.said:
        if not said.is_open and said.value not in values:
            values.append(said.value)
    given = [_offer(line, value) for value in values]
    if line.sheet_value is not None and line.sheet_value not in values:
        given.append(Offer(CURRENT, line.sheet_value, line.sheet_text, (), is_current=True))
    return tuple(given)


def _offer(line: Line, value: Any) -> Offer:
    """Named after the first standpoint that holds it."""
    said = tuple(each for each in line.said if each.value == value)
    name, is_current = said[0].opinion.standpoint, value == line.sheet_value
    return Offer(name, value, said[0].text, said, is_current)


def other_card(deck: Deck, line: Line, raw: Any, error: GongfuError | None) -> Card:
    """The question with what it still has to offer besides the answers above."""
    card = Deck(deck.framework, {}, profile=deck.profile).card(line.ref, raw=raw, error=error)
    above = [offer.value for offer in offers_of(line)]
    return replace(card, choices=tuple(each for each in card.choices if each.ref not in above))


def choice_of(posted: Mapping[str, str], raw: Any) -> str:
    """What was ticked; whoever answered below without ticking means the answer below."""
    return posted.get("choice", "") or (OTHER if _is_given(raw) else "")


def chosen_answer(posted: QueryDict, deck: Deck, line: Line) -> Any:
    """The answer that was chosen; Invalid says where one is still to be given."""
    raw = raw_answer(deck.framework.questions[line.ref], posted)
    choice = choice_of(posted, raw)
    if choice == OTHER:
        return raw
    for offer in offers_of(line):
        if choice == offer.name:
            return offer.value
    message = _("Choose one of the answers below.")
    raise Invalid(message, fields={"choice": message})


def _is_given(raw: Any) -> bool:
    """Whether anything was entered, in whatever form the question takes its answer."""
    if isinstance(raw, Mapping):
        return any(_is_given(part) for part in raw.values())
    return bool(raw)
