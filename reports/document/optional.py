"""Parts of a report that not every release fills; `None` in their place leaves the section out."""

from dataclasses import dataclass
from datetime import date

from reports.document.values import Number, Percent, Text, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One question where the site visit came to another answer."""

    no: str
    name: Text
    maximum: Number
    self_points: Number
    site_points: Number
    self_percent: Percent
    site_percent: Percent
    why: Text  # one or two sentences
    evidence: str | None  # number of the evidence, "E-17"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The site visit and how it differs from the self-assessment; needs `Result.other`."""

    visited_on: date
    evidence: int  # pieces seen
    interviews: int  # people talked to
    review_days: int  # working days within which the firm may ask for a review
    gap: Value  # verified minus self total
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerRow:
    """The firm among its peers in one figure; all in percent of the possible points."""

    name: Text
    own: Percent
    p25: Percent
    p50: Percent
    p75: Percent
    p10: Percent | None = None  # None: the group is too small for tenths
    p90: Percent | None = None
    above: Percent  # share of peers below the firm


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelShare:
    """Share of the group at one level, or from one to another."""

    rank: int
    to: int
    percent: Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """Comparison with firms alike; k-anonymity was settled before."""

    group: Text  # the group used, in words
    count: int
    among: Text  # the count in words: "12 others and you"
    threshold: int  # the k below which a group is not shown
    as_of: date
    rows: tuple[PeerRow, ...]  # total first, then one per dimension
    levels: tuple[LevelShare, ...]  # rank 0 first where it occurs
    widened_from: Text | None = None  # the first choice of group, where it was too small


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Place in the supply chain."""

    leader: Text
    leader_level: int | None
    dependency: Percent | None  # share of the firm's sales that goes to the leader
    tier: int
    suppliers: int
    diagnosed: int  # suppliers with a diagnosis
    weakest: Text | None
    note: Text | None  # one or two sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One solution of the plan."""

    ref: str  # "S3"
    name: Text
    category: Text
    owner: Text | None  # who sees to it in the firm; None: nobody was named yet
    due_on: date
    quarter: Text  # in which it is due: "2027 Q1"
    state: Text  # how far it has come
    start: int  # month of the plan, from 1
    months: int
    in_minimum: bool  # part of the cheapest set that reaches the next level
    requires: tuple[str, ...]  # refs of measures of this plan that come first
    changes: tuple[Text, ...]  # "题 3：3 → 4.5", "设备管理★：2 → 3 级"
    rest: int = 0  # changes left out
    gain: Number  # points, in the order of the list
    total_before: Number
    total_after: Number
    cost_low: Number  # in units of `Plan.cost_unit`
    cost_high: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of the plan with its budget."""

    name: Text
    measures: tuple[str, ...]
    cost_low: Number
    cost_high: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """The cheapest set of measures that reaches the next level."""

    total: Value
    months: int
    cost_low: Number
    cost_high: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What a provider said of its interest in one solution of the plan."""

    measure: Text  # "Machine connection"
    provider: Text
    sells: bool  # the provider, or a company tied to it
    said_by: Text
    said_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The agreed plan and its computed result; needs `Result.total`."""

    agreed_on: date
    agreed_by: Text
    months: int  # horizon; a multiple of 3
    quarters: tuple[Text, ...]  # one name for every three months; empty where there is no room
    cost_unit: Text  # "万元" / "10,000 yuan"
    measures: tuple[Measure, ...]  # in order of start; at least one
    phases: tuple[Phase, ...]
    cost_low: Number
    cost_high: Number
    planned: Value
    planned_level: int  # 0 where none is reached, or there are none
    minimum: Minimum | None  # None where it was not worked out
    follow_up: Text  # how far it has come, one or two sentences
    disclosures: tuple[Disclosure, ...] = ()  # in the order of the measures
    unverified: bool = True  # costs and months are ranges that nobody checked
