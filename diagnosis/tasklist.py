"""The sections of an assessment with their progress: the same figures wherever they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from diagnosis.maturity import Framework, Progress, SectionProgress, progress
from diagnosis.maturity.effort import minutes_left
from diagnosis.maturity.filling import COMPLETE, IN_PROGRESS, NOT_STARTED
from diagnosis.maturity.framework import SUM
from diagnosis.maturity.numbers import exact_text
from diagnosis.models import Assessment
from diagnosis.rounds.confirming import Unconfirmed
from diagnosis.teamwork.keeping import Kept
from diagnosis.teamwork.talking import NOTHING, Mark
from diagnosis.teamwork.talking import total as total_of
from gongfu.core.languages import short

TO_CONFIRM = "to_confirm"  # answered, but partly as the last round had it
WORDS: Mapping[str, tuple[str | Promise, str]] = {
    NOT_STARTED: (gettext_lazy("Not started"), ""),
    IN_PROGRESS: (gettext_lazy("In progress"), "info"),
    TO_CONFIRM: (gettext_lazy("To be confirmed"), "warn"),
    COMPLETE: (gettext_lazy("Complete"), "ok"),
}


@dataclass(frozen=True, slots=True)
class Team:
    """What the list shows of the work of several people: section or question to it."""

    keepers: Mapping[str, Kept] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    unsettled: frozenset[str] = frozenset()


ALONE = Team()
NONE = Unconfirmed()


@dataclass(frozen=True, slots=True)
class Row:
    """One section in the list."""

    ref: str
    title: str
    hint: str
    url: str
    number: int
    state: str
    word: str | Promise
    tone: str
    answered: int
    total: int
    count_text: str
    keeper: Kept | None = None
    mark: Mark = NOTHING
    unsettled: int = 0  # answers about which the views inside the firm differ
    unconfirmed: int = 0  # answers of the last round that a person has still to look at

    @property
    def is_complete(self) -> bool:
        return self.state == COMPLETE

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do in it: answered, and by somebody of this round."""
        return self.is_complete and not self.unconfirmed


@dataclass(frozen=True, slots=True)
class Group:
    """The sections of one part of the questionnaire."""

    ref: str
    title: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TaskList:
    """The whole list, and where to go on."""

    groups: tuple[Group, ...]
    progress: Progress
    minutes_left: int
    unconfirmed: Unconfirmed = NONE

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def next_row(self) -> Row | None:
        """The first section that is not complete."""
        return next((row for row in self.rows if not row.is_complete), None)

    @property
    def complete_sections(self) -> int:
        return sum(1 for row in self.rows if row.is_done)

    @property
    def percent(self) -> float:
        return 100 * self.progress.answered / self.progress.total if self.progress.total else 0

    def row(self, ref: str) -> Row | None:
        """The section; None while nothing is asked in it."""
        return next((row for row in self.rows if row.ref == ref), None)

    def after(self, ref: str) -> Row | None:
        """The section that follows, also after one in which nothing is asked any more."""
        later = self._order[self._order.index(ref) + 1 :]
        return next((row for row in self.rows if row.ref in later), None)

    def before(self, ref: str) -> Row | None:
        earlier = self._order[: self._order.index(ref)]
        return next((row for row in reversed(self.rows) if row.ref in earlier), None)

    @property
    def _order(self) -> tuple[str, ...]:
        return tuple(section.ref for section in self.progress.sections)


def task_list(
    assessment: Assessment,
    framework: Framework,
    answers: Mapping[str, Any],
    team: Team = ALONE,
    unconfirmed: Unconfirmed = NONE,
) -> TaskList:
    """Every section that asks something, with what is done and what is left.

    What is `unconfirmed` takes its time too: figures as if they were missing.
    """
    done = progress(framework, answers, assessment.profile)
    asked = [section for section in done.sections if section.total]
    rows = [
        _row(assessment.pk, framework, part, i, team, unconfirmed)
        for i, part in enumerate(asked, 1)
    ]
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(framework.section_by_ref[row.ref].part, []).append(row)
    return TaskList(
        groups=tuple(_group(framework, i, part, rows) for i, (part, rows) in _counted(groups)),
        progress=done,
        minutes_left=minutes_left(
            framework, (*done.missing, *unconfirmed.figures), unconfirmed.same
        ),
        unconfirmed=unconfirmed,
    )


def _counted(groups: Mapping[str, list[Row]]) -> list[tuple[int, tuple[str, list[Row]]]]:
    return list(enumerate(groups.items(), start=1))


def _row(
    assessment_id: int,
    framework: Framework,
    part: SectionProgress,
    number: int,
    team: Team,
    unconfirmed: Unconfirmed,
) -> Row:
    asked = framework.section_by_ref[part.ref].questions
    words = framework.texts(short()).section(part.ref)
    waiting = unconfirmed.among(asked)
    word, tone = WORDS[TO_CONFIRM if part.is_complete and waiting else part.state]
    return Row(
        ref=part.ref,
        title=words.title,
        hint=words.hint,
        url=reverse("diagnosis:section", args=[assessment_id, part.ref]),
        number=number,
        state=part.state,
        word=word,
        tone=tone,
        answered=part.answered,
        total=part.total,
        count_text=_count_text(framework.section_by_ref[part.ref].kind, part),
        keeper=team.keepers.get(part.ref),
        mark=total_of(team.marks, asked),
        unsettled=len(team.unsettled.intersection(asked)),
        unconfirmed=waiting,
    )


def _count_text(kind: str, part: SectionProgress) -> str:
    counts = {"answered": part.answered, "total": part.total}
    if kind == "scenes":
        return (
            ngettext("%(answered)d/%(total)d scene", "%(answered)d/%(total)d scenes", part.total)
            % counts
        )
    return (
        ngettext("%(answered)d/%(total)d question", "%(answered)d/%(total)d questions", part.total)
        % counts
    )


def _group(framework: Framework, number: int, part: str, rows: list[Row]) -> Group:
    total = sum(row.total for row in rows)
    if framework.section_by_ref[rows[0].ref].kind == "scenes":
        title = _("Part %(number)d: %(count)d scenes") % {"number": number, "count": total}
        note = _("★ marks binding scenes")
    else:
        title = ngettext(
            "Part %(number)d: %(count)d question", "Part %(number)d: %(count)d questions", total
        ) % {"number": number, "count": total}
        note = _scale(framework, part)
    return Group(part, title, note, tuple(rows))


def _scale(framework: Framework, part: str) -> str:
    """What the answers come to: points that add up, or a place on a scale."""
    found = framework.part(part)
    most = {"points": exact_text(found.max_points)}
    if found.rule == SUM:
        return _("%(points)s points in all") % most
    return _("on a scale from 0 to %(points)s") % most
