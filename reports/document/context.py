"""All that a diagnosis report may show: the contract `gongfu.report/1`.

One `ReportContext` is one report in one language. It is data only: whoever builds it has decided,
scored, rounded and translated; the template prints and computes no score.

Kinds of value (`Text`, `Number`, `Shown`, `Percent`, `Digest`) are in `values`; each subject of the
paper has a module of its own, and what not every report carries is in `optional` and `progress`.

`None` means unknown or not part of this report, never zero; a whole part that is `None` leaves
out its section, and the contents adapt. Order in tuples is the order on paper.
"""

from dataclasses import dataclass
from typing import Literal

from reports.document.answers import Answer, AnswerGroup, Entry
from reports.document.identity import (
    Declaration,
    Digests,
    Firm,
    Issue,
    Programme,
    Release,
    Signature,
)
from reports.document.opinion import Opinion
from reports.document.optional import Chain, Peers, Plan, Visit
from reports.document.points import Cut, Dimension, Part, Question, Rule
from reports.document.progress import Changes, Measures
from reports.document.scenes import Scene, SceneGroup, Scenes
from reports.document.standing import (
    Blocking,
    BlockingAnswer,
    Condition,
    Level,
    OtherResult,
    Rest,
    Result,
    Voice,
)
from reports.document.values import Text, Value

__all__ = [
    "SCHEMA",
    "Answer",
    "AnswerGroup",
    "Blocking",
    "BlockingAnswer",
    "Condition",
    "Cut",
    "Declaration",
    "Digests",
    "Dimension",
    "Entry",
    "Firm",
    "Issue",
    "Level",
    "OtherResult",
    "Part",
    "Programme",
    "Question",
    "Release",
    "ReportContext",
    "Rest",
    "Result",
    "Rule",
    "Scene",
    "SceneGroup",
    "Scenes",
    "Signature",
    "Source",
    "SourceStatus",
    "Value",
    "Voice",
]

SourceStatus = Literal["checked", "secondary", "unverified"]

SCHEMA = "gongfu.report/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a number or a rule of the framework comes from."""

    ref: str  # short key, "F1"
    text: Text  # one or two sentences
    status: SourceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """All that a report may show; the template asks for nothing else."""

    simulated: bool  # banner on the cover and a word on every page
    issue: Issue
    firm: Firm
    programme: Programme
    release: Release
    result: Result
    dimensions: tuple[Dimension, ...]  # at least one
    scenes: Scenes | None  # None: the framework has none
    blocking: Blocking | None  # None: highest level reached, or no levels
    answers: tuple[AnswerGroup, ...]  # empty leaves the section out
    rules: tuple[Rule, ...] = ()  # how parts come together, where they do not simply add up
    cut: tuple[Cut, ...] = ()  # what was not assessed
    sources: tuple[Source, ...]
    limits: tuple[Text, ...]  # what this report cannot say, full sentences
    declaration: Declaration | None
    digests: Digests
    signatures: tuple[Signature, ...] = ()
    changes: Changes | None = None  # None: first round
    measures: Measures | None = None
    visit: Visit | None = None
    peers: Peers | None = None
    chain: Chain | None = None
    plan: Plan | None = None
    opinion: Opinion | None = None
