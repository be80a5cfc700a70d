"""How far a sheet is filled: the one truth for task list, reminders and submitting."""

from collections.abc import Mapping
from typing import Any

from diagnosis.maturity.answers import canonical_sheet
from diagnosis.maturity.forms import Answers
from diagnosis.maturity.framework import Framework, Section
from diagnosis.maturity.record import Record
from diagnosis.maturity.resolving import Reading

NOT_STARTED, IN_PROGRESS, COMPLETE = "not_started", "in_progress", "complete"


class SectionProgress(Record):
    """One page: a question counts as answered once it amounts to an option; hidden ones do not.

    A page on which nothing is asked has a `total` of 0 and is complete.
    """

    ref: str
    answered: int
    total: int
    missing: tuple[str, ...]
    touched: bool

    @property
    def state(self) -> str:
        if self.answered == self.total:
            return COMPLETE
        return IN_PROGRESS if self.touched else NOT_STARTED

    @property
    def is_complete(self) -> bool:
        return self.state == COMPLETE


class Progress(Record):
    """The whole sheet and each of its pages, in order."""

    sections: tuple[SectionProgress, ...]

    @property
    def answered(self) -> int:
        return sum(section.answered for section in self.sections)

    @property
    def total(self) -> int:
        return sum(section.total for section in self.sections)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(ref for section in self.sections for ref in section.missing)

    @property
    def state(self) -> str:
        if self.answered == self.total:
            return COMPLETE
        touched = any(section.state != NOT_STARTED for section in self.sections)
        return IN_PROGRESS if touched else NOT_STARTED

    @property
    def is_complete(self) -> bool:
        return self.state == COMPLETE

    @property
    def by_section(self) -> Mapping[str, SectionProgress]:
        return {section.ref: section for section in self.sections}


def progress(
    framework: Framework, answers: Answers, profile: Mapping[str, Any] | None = None
) -> Progress:
    """Count what is answered; data fields that do not yet give an option count as begun."""
    sheet = canonical_sheet(framework, answers)
    reading = Reading(framework, sheet, profile)
    return Progress(tuple(_section(section, reading) for section in framework.sections))


def _section(section: Section, reading: Reading) -> SectionProgress:
    shown = [ref for ref in section.questions if reading.is_shown(ref)]
    missing = tuple(ref for ref in shown if reading.resolution(ref).is_missing)
    return SectionProgress(
        ref=section.ref,
        answered=len(shown) - len(missing),
        total=len(shown),
        missing=missing,
        touched=any(ref in reading.sheet for ref in shown),
    )
