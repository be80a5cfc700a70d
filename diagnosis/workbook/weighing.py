"""Holds the answers of a workbook against those that stand: what changes, what conflicts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from diagnosis.answers import Document, Envelope, key_of, plain_answers, revision
from diagnosis.maturity import Answer, Framework, implausible
from diagnosis.workbook.faults import Fault
from diagnosis.workbook.opening import Opened
from diagnosis.workbook.understanding import Understanding, Understood

# The value an answer had at a revision, for the answers that were changed since.
Bases = Callable[[Mapping[str, int]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that the workbook gives, and what stands there now."""

    ref: str
    value: Answer
    current: Envelope | None
    written: Mapping[str, str]  # what stands in the cells of figures that were converted

    @property
    def revision(self) -> int:
        return self.current["rev"] if self.current else 0

    @property
    def old(self) -> Answer:
        return self.current["value"] if self.current else None


@dataclass(frozen=True, slots=True)
class Choices:
    """How a person settled conflicts: ref to the revision that the page showed as the other side.

    What was changed again since is a conflict again.
    """

    mine: Mapping[str, int] = field(default_factory=dict)
    theirs: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Weighed:
    """What a workbook would do. `changes` can be taken; each conflict is for a person to settle."""

    changes: dict[str, Change] = field(default_factory=dict)
    conflicts: dict[str, Change] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    same: int = 0


class Weighing:
    """Weighs one upload against the sheet as it is now."""

    def __init__(
        self,
        understanding: Understanding,
        opened: Opened,
        document: Document,
        bases: Bases,
        sender: str,
        choices: Choices,
    ) -> None:
        self.understanding = understanding
        self.framework: Framework = understanding.framework
        self.opened = opened
        self.document = document
        self.bases = bases
        self.sender = sender
        self.choices = choices

    def weighed(self) -> Weighed:
        read = self.understanding.of(self.opened.cells)
        result = Weighed(faults=read.faults, remarks=read.remarks, absent=read.absent)
        changes = self._changes(read, result)
        for change in self._overtaken(changes, result):
            self._settle(change, result)
        self._drop_implausible(result)
        order = list(self.framework.questions)
        result.changes = {ref: result.changes[ref] for ref in order if ref in result.changes}
        return result

    def _changes(self, read: Understood, result: Weighed) -> list[Change]:
        """Every answer that is not there already."""
        found = []
        for ref, value in read.values.items():
            change = Change(ref, value, self.document.get(self._key(ref)), read.written[ref])
            if change.old == value:
                result.same += 1
            else:
                found.append(change)
        return found

    def _overtaken(self, changes: Sequence[Change], result: Weighed) -> list[Change]:
        """Those whose answer was changed elsewhere since the download, and in the workbook too."""
        moved = {}
        for change in changes:
            if change.revision == self._base(change.ref):
                result.changes[change.ref] = change
            else:
                moved[change.ref] = change
        shown = self.bases({self._key(ref): self._base(ref) for ref in moved}) if moved else {}
        found = []
        for ref, change in moved.items():
            if change.value == shown.get(self._key(ref)):
                result.same += 1  # nobody touched it in the workbook: what stands online stays
            elif self._is_own(change.current):
                result.changes[ref] = change
            else:
                found.append(change)
        return found

    def _settle(self, change: Change, result: Weighed) -> None:
        if self.choices.mine.get(change.ref) == change.revision:
            result.changes[change.ref] = change
        elif self.choices.theirs.get(change.ref) == change.revision:
            result.same += 1
        else:
            result.conflicts[change.ref] = change

    def _drop_implausible(self, result: Weighed) -> None:
        """Take out what would contradict the other answers, such as 52 digital of 48 machines."""
        while True:
            given = {ref: change.value for ref, change in result.changes.items()}
            plain = plain_answers(self.document, self.framework.ref) | given
            answers = {ref: value for ref, value in plain.items() if value is not None}
            errors = [e for e in implausible(self.framework, answers) if e.ref in given]
            if not errors:
                return
            for error in errors:
                result.faults.append(self.understanding.fault_of(error, self.opened.cells))
                result.changes.pop(error.ref, None)

    def _base(self, ref: str) -> int:
        return self.opened.identity.revisions.get(ref, 0)

    def _is_own(self, current: Envelope | None) -> bool:
        """Whether the same person took the newer answer from this very workbook."""
        return _page((current or {}).get("sender", "")) == _page(self.sender)

    def _key(self, ref: str) -> str:
        return key_of(self.framework.ref, ref)


def revisions_of(document: Document, framework: Framework) -> dict[str, int]:
    """The revision of every answer, for a download."""
    found = {ref: revision(document, key_of(framework.ref, ref)) for ref in framework.questions}
    return {ref: rev for ref, rev in found.items() if rev}


def _page(sender: str) -> str:
    return sender.partition(".")[0]
