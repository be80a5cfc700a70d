"""Papers beside the report, typed like it: the receipt of a submission, a questionnaire to fill in.

Kinds of value are those of `values`; words are in the language of the paper.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from reports.document.context import AnswerGroup, Firm, ReportContext
from reports.document.printable import plain
from reports.document.values import Digest, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPaper:
    """What a firm holds after submitting, with a copy of its answers."""

    template = "receipt"

    simulated: bool
    number: str
    firm: Firm
    programme: Text
    framework: Text
    release: str  # "miit-sme 2024"
    submitted_at: datetime  # already in the city's time zone
    declared_by: str
    position: Text
    statement: Text
    digest: Digest
    next_steps: tuple[Text, ...]
    url: str  # of the receipt's page, where one can also ask to reopen
    withdrawn: bool  # the assessment was returned after this receipt
    answers: tuple[AnswerGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One option to tick; `key` names it where rows are ticked in a grid."""

    key: str
    text: Text
    help: Text | None = None
    reason: bool = False  # counts only with a reason
    excludes: bool = False  # excludes the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A figure to be written."""

    label: Text
    unit: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankQuestion:
    """One question with room for its answer."""

    no: str
    is_scene: bool
    text: Text
    binding: bool  # a scene with a star
    hint: Text | None
    when: Text | None  # asked only then, if that depends on other answers
    many: bool  # several boxes may be ticked
    boxes: tuple[Box, ...]
    rows: tuple[Text, ...]  # each row is ticked by itself
    fields: tuple[Blank, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankSection:
    """Questions that stand on one page of the form."""

    name: Text
    hint: Text | None
    questions: tuple[BlankQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankPaper:
    """A questionnaire to fill in by hand, for one firm or for anybody."""

    template = "blank"

    simulated: bool
    framework: Text
    release: str
    digest: Digest
    summary: Text
    firm: Firm | None
    programme: Text | None
    due_on: date | None
    printed_on: date
    url: str | None  # where the answers are entered
    sections: tuple[BlankSection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure with what it is of, all as text."""

    label: Text
    figure: Text
    unit: Text
    context: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A small table, every cell as text."""

    title: Text
    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictPaper:
    """A district, or the city, on one page."""

    template = "district"

    simulated: bool
    title: Text
    place: Text
    campaign: Text
    as_of: date
    known_at: datetime  # already in the city's time zone
    sentences: tuple[Text, ...]
    figures: tuple[Figure, ...]
    tables: tuple[Lines, ...]


Paper = ReceiptPaper | BlankPaper | DistrictPaper


def plain_paper(paper: Paper) -> dict[str, Any]:
    """The paper as JSON knows it, with the name of its template."""
    data: dict[str, Any] = plain(paper, "report")
    return {"template": paper.template, **data}


def plain_summary(context: ReportContext) -> dict[str, Any]:
    """A firm on one page: what its report would say, in the template for leaders."""
    data: dict[str, Any] = plain(context)
    return {"template": "leaders", **data}
