"""The views side by side, as far as the reader may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.answers import key_of, plain_answers
from diagnosis.deck import Deck
from diagnosis.maturity.opinions import (
    AGREED,
    DIFFERING,
    agreed_answer,
    contradicting,
    differing,
    standing,
)
from diagnosis.maturity.scoring import digest_of
from diagnosis.models import (
    AnswerSheet,
    Assessment,
    Opinion,
    OpinionRound,
    Settlement,
    Standpoint,
    Voice,
)
from diagnosis.presenting import listed
from gongfu.core.actor import Actor

ORDER = {point: at for at, point in enumerate(Standpoint.values)}


@dataclass(frozen=True, slots=True)
class Said:
    """What one person answered, in words; None: left open."""

    opinion: Opinion
    value: Any
    text: str

    @property
    def is_open(self) -> bool:
        return self.value is None


@dataclass(frozen=True, slots=True)
class Line:
    """One key item: who says what, what the sheet says, and how a difference ended."""

    ref: str
    no: str
    label: str
    is_scene: bool
    section: str
    said: tuple[Said, ...]
    standing: str
    settlement: Settlement | None
    settled_text: str
    sheet_value: Any
    sheet_text: str  # empty where the self-assessment has no answer yet
    revision: int
    falls: bool  # the answer on which all agree places the scene lower than the self-assessment
    is_last: bool  # the self-assessment has it from elsewhere, and nobody has confirmed it

    @property
    def is_unsettled(self) -> bool:
        """Whether people differ, or all of them differ from the sheet, and nobody has decided."""
        return self.settlement is None and (self.standing == DIFFERING or self.contradicts)

    @property
    def agrees(self) -> bool:
        return self.standing == AGREED

    @property
    def agreed(self) -> Any:
        return agreed_answer(said.value for said in self.said)

    @property
    def agreed_text(self) -> str:
        return next((said.text for said in self.said if not said.is_open), "")

    @property
    def contradicts(self) -> bool:
        """All agree, but the self-assessment says something else."""
        return self.agrees and self.sheet_value is not None and self.sheet_value != self.agreed

    @property
    def is_to_adopt(self) -> bool:
        """All agree, and the self-assessment does not have that answer (yet)."""
        return self.agrees and self.settlement is None and self.sheet_value != self.agreed


@dataclass(frozen=True, slots=True)
class Comparison:
    """A round as one reader sees it; without lines while the reader must not see them."""

    round: OpinionRound
    opinions: tuple[Opinion, ...]  # every standpoint with its person, whatever may be read
    mine: Opinion | None
    lines: tuple[Line, ...]

    @property
    def unsettled(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_unsettled)

    @property
    def to_adopt(self) -> tuple[Line, ...]:
        """What one press can give the self-assessment, once the round is over."""
        return tuple(line for line in self.lines if line.is_to_adopt and self.round.is_over)

    @property
    def blanks(self) -> tuple[Line, ...]:
        """What can be taken over where the self-assessment has no answer yet."""
        return tuple(line for line in self.to_adopt if not line.sheet_text)

    @property
    def replacing(self) -> tuple[Line, ...]:
        """What would take the place of another answer."""
        return tuple(line for line in self.to_adopt if line.sheet_text)

    @property
    def urgent_first(self) -> list[Line]:
        """What is to be settled before the rest, else in the order of the questionnaire."""
        return sorted(self.lines, key=lambda line: not line.is_unsettled)

    @property
    def agreed(self) -> int:
        """How many items the views agree on, whatever the sheet says."""
        return sum(line.agrees for line in self.lines)

    @property
    def held(self) -> int:
        """On how many of them the self-assessment says the same."""
        return sum(line.agrees and line.sheet_value == line.agreed for line in self.lines)

    def line(self, ref: str) -> Line | None:
        return next((line for line in self.lines if line.ref == ref), None)


def round_of(assessment: Assessment, actor: Actor) -> OpinionRound | None:
    """The round of an assessment, if there is one that this reader may know of."""
    found = OpinionRound.objects.visible_to(actor).filter(assessment=assessment).first()
    if found:
        found.assessment = assessment
    return found


def comparison_of(assessment: Assessment, actor: Actor, deck: Deck) -> Comparison | None:
    """Everything about the round; `deck` holds the self-assessment."""
    found = round_of(assessment, actor)
    if found is None:
        return None
    places = sorted(found.opinions.all(), key=lambda each: ORDER[each.standpoint])
    mine = next((each for each in places if each.user_id == actor.user_id), None)
    seen = Opinion.objects.visible_to(actor).filter(round=found, handed_in_at__isnull=False)
    readable = set(seen.values_list("pk", flat=True))
    open_to_me = found.is_over or bool(mine and mine.handed_in_at)
    heard = [each for each in places if each.pk in readable]
    settled = {each.ref: each for each in found.settlements.all()} if open_to_me else {}
    lines = [_line(deck, ref, heard, settled.get(ref)) for ref in found.refs] if open_to_me else []
    return Comparison(found, tuple(places), mine, tuple(lines))


def _line(deck: Deck, ref: str, heard: list[Opinion], settlement: Settlement | None) -> Line:
    said = tuple(
        Said(each, each.document.get(ref), _words(deck, ref, each.document)) for each in heard
    )
    kept = deck.document.get(key_of(deck.framework.ref, ref))
    return Line(
        ref=ref,
        no=deck.numbers[ref],
        label=deck.texts.question(ref).label,
        is_scene=deck.framework.questions[ref].is_scene,
        section=deck.framework.section_of[ref].ref,
        said=said,
        standing=standing(each.value for each in said),
        settlement=settlement,
        settled_text=deck.quoted(ref, settlement.value) if settlement else "",
        sheet_value=deck.answers.get(ref),
        sheet_text=_words(deck, ref, deck.answers),
        revision=kept["rev"] if kept else 0,
        falls=_falls(deck, ref, agreed_answer(each.value for each in said)),
        is_last="origin" in (kept or {}),
    )


def _words(deck: Deck, ref: str, answers: Mapping[str, Any]) -> str:
    value = answers.get(ref)
    return "" if value is None else deck.quoted(ref, value)


def _falls(deck: Deck, ref: str, agreed: Any) -> bool:
    """Whether a scene would stand lower with the agreed answer than with the sheet's."""
    before, after = (deck.level(ref, value) for value in (deck.answers.get(ref), agreed))
    return before is not None and after is not None and after < before


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a round is, for the pages that only point to it."""

    round: OpinionRound
    asked: int
    handed_in: int
    mine: Opinion | None
    unsettled: frozenset[str]

    @property
    def waits_for_me(self) -> bool:
        return bool(self.mine and not self.mine.handed_in_at and not self.round.is_over)


def standing_of(assessment: Assessment, actor: Actor) -> Standing | None:
    """None where there is no round that this reader may know of."""
    found = round_of(assessment, actor)
    if found is None:
        return None
    places = list(found.opinions.all())
    given = [each for each in places if each.handed_in_at]
    return Standing(
        round=found,
        asked=len(places),
        handed_in=len(given),
        mine=next((each for each in places if each.user_id == actor.user_id), None),
        unsettled=frozenset(unsettled_in(found, given) if found.is_over else ()),
    )


def unsettled_in(found: OpinionRound, given: Sequence[Opinion]) -> list[str]:
    """The key items that somebody has to decide: views differ, or all differ from the sheet."""
    said = [each.document for each in given]
    sheet = AnswerSheet.objects.filter(assessment=found.assessment_id, voice=Voice.SELF).first()
    answers = plain_answers(sheet.document, found.assessment.framework_ref) if sheet else {}
    open_refs = {*differing(found.refs, said), *contradicting(found.refs, said, answers)}
    if open_refs:
        open_refs -= set(found.settlements.values_list("ref", flat=True))
    return [ref for ref in found.refs if ref in open_refs]


def asked_of(actor: Actor) -> list[Opinion]:
    """The views that this person still has to give."""
    waiting = Opinion.objects.visible_to(actor).filter(
        user=actor.user_id,
        handed_in_at=None,
        round__closed_at=None,
        round__assessment__status="draft",
    )
    return list(waiting.select_related("round__assessment"))


def settlements_of(assessment: Assessment, actor: Actor) -> dict[str, Settlement]:
    """Question to how its difference was settled; one query."""
    rounds = OpinionRound.objects.visible_to(actor).filter(assessment=assessment)
    return {row.ref: row for row in Settlement.objects.filter(round__in=rounds)}


def heard_on(assessment: Assessment, actor: Actor) -> list[Opinion]:
    """The views that may be read beside the questions: those of a round that is closed."""
    given = Opinion.objects.visible_to(actor).filter(
        round__assessment=assessment, round__closed_at__isnull=False, handed_in_at__isnull=False
    )
    return list(given)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the views say about a question together; `mark` stands for the answer of them all."""

    words: str
    mark: str = ""
    apart: tuple[str, ...] = ()  # who says what, where they differ


def heard_in_words(deck: Deck, given: Sequence[Opinion], ref: str) -> Heard | None:
    """None where fewer than two answered the question."""
    answered = sorted(
        (each for each in given if each.document.get(ref) is not None),
        key=lambda each: ORDER[each.standpoint],
    )
    said = [each.document[ref] for each in answered]
    people = tuple(f"{each.get_standpoint_display()} {each.name}" for each in answered)
    if standing(said) == DIFFERING:
        apart = (
            _("%(person)s: %(answer)s") % {"person": person, "answer": deck.quoted(ref, value)}
            for person, value in zip(people, said, strict=True)
        )
        return Heard(_("The views differ:"), apart=tuple(apart))
    agreed = agreed_answer(said)
    if agreed is None:
        return None
    words = _("%(people)s all say: %(answer)s") % {
        "people": listed(people),
        "answer": deck.quoted(ref, agreed),
    }
    return Heard(words, digest_of(agreed))


def is_against(mark: str, value: Any) -> bool:
    """Whether an answer was given that is not the one on which all views agree."""
    return bool(mark) and value is not None and digest_of(value) != mark


def settled_in_words(settlement: Settlement | None, revision: int) -> str:
    """Where an answer came from, as long as it is the one that was agreed on; else empty."""
    if settlement is None or settlement.revision != revision:
        return ""
    return _("Agreed from several views, settled by %(name)s: %(reason)s") % {
        "name": settlement.by_name,
        "reason": settlement.reason,
    }
