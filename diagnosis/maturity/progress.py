"""How far a sheet is filled: the one truth for task list, reminders and submitting."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnosis.maturity.answers import canonical_sheet
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.resolving import Answers, resolve

NOT_STARTED, IN_PROGRESS, COMPLETE = "not_started", "in_progress", "complete"


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """One page: a question counts as answered once it amounts to an option."""

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


@dataclass(frozen=True, slots=True)
class Progress:
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


def progress(framework: Framework, answers: Answers) -> Progress:
    """Count what is answered; data fields that do not yet give an option count as begun."""
    sheet = canonical_sheet(framework, answers)
    missing = {
        ref for ref, question in framework.questions.items() if resolve(question, sheet).is_missing
    }
    return Progress(
        tuple(
            SectionProgress(
                ref=section.ref,
                answered=len(set(section.questions) - missing),
                total=len(section.questions),
                missing=tuple(ref for ref in section.questions if ref in missing),
                touched=any(ref in sheet for ref in section.questions),
            )
            for section in framework.sections
        )
    )
