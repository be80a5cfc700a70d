"""The comparison with peers for paper: the figures of the page, from the same published set."""

from diagnosis.models import Assessment
from diagnosis.peers import PeerLine, peers_of
from diagnosis.presenting import Result
from reports.document.optional import LevelShare, PeerRow, Peers


def peers_on_paper(assessment: Assessment, result: Result) -> Peers | None:
    """The optional section; left out where no group may be shown."""
    found = peers_of(assessment, result)
    if found is None:
        return None
    made = (_row(line, has_tenths=found.has_tenths) for line in found.lines)
    rows = tuple(row for row in made if row)
    if not rows:
        return None
    return Peers(
        group=found.group,
        count=found.others,
        among=found.among,
        threshold=found.k,
        as_of=found.as_of,
        rows=rows,
        levels=tuple(
            LevelShare(rank=each.rank, to=each.to, percent=str(each.percent))
            for each in found.levels
        ),
        widened_from=found.widened_from or None,
    )


def _row(line: PeerLine, *, has_tenths: bool) -> PeerRow | None:
    """One part; none where the firm was not assessed in it."""
    if line.own is None:
        return None
    return PeerRow(
        name=line.name,
        own=line.own,
        p25=line.p25,
        p50=line.p50,
        p75=line.p75,
        p10=line.p10 if has_tenths else None,
        p90=line.p90 if has_tenths else None,
        above=str(line.above),
    )
