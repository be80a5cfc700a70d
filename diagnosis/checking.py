"""The copy of the answers before it is submitted: open what needs a look, fold the rest."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from diagnosis.answers import Document, plain_answers
from diagnosis.copying import Chapter, Line
from diagnosis.hints import Hint
from diagnosis.maturity import Framework
from diagnosis.models import Assessment
from diagnosis.rounds.asking import moved_far
from diagnosis.rounds.earlier import asked_alike, last_round
from diagnosis.rounds.marking import in_words
from gongfu.core.actor import Actor


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
    """Open is what is blank, not confirmed, `remarked` upon or `changed` since the last round.

    However many they are: what the firm declares to be true is what it answered anew.
    """

    def is_open(line: Line) -> bool:
        blank = not line.answer.answered
        return blank or line.unconfirmed or line.ref in remarked or line.ref in changed.refs

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
    far: tuple[Hint, ...] = ()  # what moved far, to be looked at again


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
    far = moved_far(last, assessment, framework, own)
    return Changed(refs, len(both), said.year, said.answers, far)
