"""The copy of the answers before it is submitted: open what needs a look, fold the rest."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from diagnosis.answers import Document, plain_answers
from diagnosis.copying import Chapter, Line
from diagnosis.maturity import Framework
from diagnosis.models import Assessment
from diagnosis.rounds.earlier import asked_alike, last_round
from gongfu.core.actor import Actor

FEW = Fraction(1, 3)  # of the answers asked for in both rounds


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one section: those to look at, and those about which nothing is to say."""

    ref: str
    title: str
    changed: str
    lines: tuple[Line, ...]
    marked: frozenset[str]  # the questions to look at

    @property
    def open(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.ref in self.marked)

    @property
    def quiet(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.ref not in self.marked)


def pages_of(
    chapters: Iterable[Chapter], *, remarked: Collection[str], changed: Collection[str]
) -> list[Page]:
    """Open is what is blank, not confirmed, `remarked` upon or `changed` since the last round."""

    def is_open(line: Line) -> bool:
        blank = not line.answer.answered
        return blank or line.unconfirmed or line.ref in remarked or line.ref in changed

    return [
        Page(
            ref=chapter.ref,
            title=chapter.title,
            changed=chapter.changed,
            lines=chapter.lines,
            marked=frozenset(line.ref for line in chapter.lines if is_open(line)),
        )
        for chapter in chapters
    ]


@dataclass(frozen=True, slots=True)
class Changed:
    """The questions that the firm answers otherwise than last time, of those asked both times."""

    refs: frozenset[str]
    both: int

    @property
    def marked(self) -> frozenset[str]:
        """What is worth a mark: a few; where most answers differ, marks would say nothing."""
        return frozenset() if self.are_many else self.refs

    @property
    def are_many(self) -> bool:
        return len(self.refs) > self.both * FEW


def changed_since_last(
    assessment: Assessment, actor: Actor, framework: Framework, document: Document
) -> Changed:
    """What differs from the last round; one query."""
    last = last_round(assessment, actor)
    if last is None:
        return Changed(frozenset(), 0)
    own = plain_answers(document, framework.ref)
    both = asked_alike(last.framework, framework) & own.keys()
    return Changed(frozenset(ref for ref in both if own[ref] != last.answers.get(ref)), len(both))
