"""What a result shows of firms alike; where the figures come from is declared by a later room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from diagnosis.models import Assessment
from diagnosis.presenting import Result


@dataclass(frozen=True, slots=True)
class PeerLine:
    """One part: where the middle of the peers lies and where the firm stands, in per cent."""

    name: str
    own: str | None  # None: not assessed
    p25: str
    p50: str
    p75: str
    p10: str  # as p25 where the group is too small for tenths; so is p90 as p75
    p90: str
    above: int  # at least so many per cent of the peers stand lower, as far as published


@dataclass(frozen=True, slots=True)
class PeerLevel:
    """How many of the group are from one level to another; no level is rank 0."""

    rank: int
    to: int  # the same, or higher where neighbouring levels are told together
    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class Peers:
    """The comparison of one result with a published group."""

    group: str  # "Special equipment · small · Songjiang"
    widened_from: str  # the groups before it that were too small; empty where none was
    others: int
    among: str  # "12 others and you"
    verified: int
    k: int
    as_of: date
    campaign: str
    has_tenths: bool
    least_for_tenths: int  # firms; in smaller groups a tenth would be one or two of them
    lines: tuple[PeerLine, ...]  # the total first
    levels: tuple[PeerLevel, ...]


Find = Callable[[Assessment, Result], Peers | None]
_finders: list[Find] = []


def declare_peers(find: Find) -> None:
    """Say who knows about peers; called once, when the system starts."""
    _finders[:] = [find]


def peers_of(assessment: Assessment, result: Result) -> Peers | None:
    """The comparison; None where every group is too small or nothing was published yet."""
    return _finders[0](assessment, result) if _finders else None
