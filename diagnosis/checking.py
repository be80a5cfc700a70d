"""The copy of the answers before it is submitted: open what needs a look, fold the rest."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from diagnosis.answers import Document, plain_answers
from diagnosis.copying import Chapter, Line
from diagnosis.maturity import Framework
from diagnosis.models import Assessment
from diagnosis.rounds.earlier import asked_alike, last_round
from diagnosis.rounds.marking import in_words
from gongfu.core.actor import Actor

FEW = Fraction(1, 2)  # of the answers asked for in both rounds


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one section: those to look at, and those about which nothing is to say."""

    ref: str
    title: str
    changed: str
    lines: tuple[Line, ...]
    marked: frozenset[str]  # the questions to look at
    last: Mapping[str, str]  # what was answered last time where it differs now, in words

    @property
    def open(self) -> tuple[tuple[Line, str], ...]:
        """Each line with what was answered last time, where that differs."""
        return tuple(self._beside(line) for line in self.lines if line.ref in self.marked)

    @property
    def quiet(self) -> tuple[tuple[Line, str], ...]:
        return tuple(self._beside(line) for line in self.lines if line.ref not in self.marked)

    def _beside(self, line: Line) -> tuple[Line, str]:
        return line, self.last.get(line.ref, "")


def pages_of(
    chapters: Iterable[Chapter], *, remarked: Collection[str], changed: "Changed"
) -> list[Page]:
    """Open is what is blank, not confirmed, `remarked` upon or `changed` since the last round."""

    def is_open(line: Line) -> bool:
        blank = not line.answer.answered
        return blank or line.unconfirmed or line.ref in remarked or line.ref in changed.marked

    return [
        Page(
            ref=chapter.ref,
            title=chapter.title,
            changed=chapter.changed,
            lines=chapter.lines,
            marked=frozenset(line.ref for line in chapter.lines if is_open(line)),
            last=changed.last,
        )
        for chapter in chapters
    ]


@dataclass(frozen=True, slots=True)
class Changed:
    """The questions that the firm answers otherwise than last time, of those asked both times."""

    refs: frozenset[str]
    both: int
    year: str = ""
    last: Mapping[str, str] = field(default_factory=dict)  # what was answered then, in words

    @property
    def marked(self) -> frozenset[str]:
        """What is worth standing open: a few; where most answers differ, that would say nothing."""
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
    refs = frozenset(ref for ref in both if own[ref] != last.answers.get(ref))
    said = in_words(last, framework, refs)
    return Changed(refs, len(both), said.year, said.answers)
