"""What would change if another framework took the place of a release; nothing is stored."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, NamedTuple

from diagnosis.answers import plain_answers
from diagnosis.carrying import Carrying, asks_the_same
from diagnosis.catalogue import framework_of
from diagnosis.maturity import Framework, Level
from diagnosis.maturity.batch import score_many
from diagnosis.models import AnswerSheet, Release, Score, Status, Voice

CHUNK = 2_000
STAY, RISE, FALL = "stay", "rise", "fall"

Rank = int | None  # None where no level was reached


class Cell(NamedTuple):
    """So many firms, and which way they would go."""

    firms: int
    kind: str


@dataclass(frozen=True, slots=True)
class LevelChanges:
    """How many firms were at each level (`old`, the rows) and would be at which (`new`).

    None among the levels stands for no level. `skipped` answers are unknown to the candidate and
    were left out as if never given; `firms_skipped` had some.
    """

    old: tuple[Level | None, ...]
    new: tuple[Level | None, ...]
    rows: tuple[tuple[int, ...], ...]
    skipped: int
    firms_skipped: int

    @property
    def firms(self) -> int:
        return sum(map(sum, self.rows))

    @property
    def stayed(self) -> int:
        return self._going(STAY)

    @property
    def rose(self) -> int:
        return self._going(RISE)

    @property
    def fell(self) -> int:
        return self._going(FALL)

    @property
    def changed(self) -> int:
        return self.rose + self.fell

    @property
    def table(self) -> list[tuple[Level | None, list[Cell]]]:
        """Each old level with the counts at each new one."""
        return [
            (old, [Cell(count, _way(old, new)) for new, count in zip(self.new, row, strict=True)])
            for old, row in zip(self.old, self.rows, strict=True)
        ]

    def _going(self, kind: str) -> int:
        return sum(cell.firms for _, cells in self.table for cell in cells if cell.kind == kind)


@dataclass(frozen=True, slots=True)
class SwitchEffect:
    """What open assessments would keep and lose; `lost` answers are to questions that are gone
    or offer something else."""

    drafts: int
    carried: int
    lost: int
    new_questions: tuple[str, ...]
    lost_questions: tuple[str, ...]

    @property
    def answers(self) -> int:
        return self.carried + self.lost


def preview_levels(*, release: Release, candidate: Framework) -> LevelChanges:
    """Score the latest submitted assessment of each firm by the candidate as well."""
    carrying = Carrying(candidate)
    moves: Counter[tuple[Rank, Rank]] = Counter()
    skipped = firms_skipped = 0
    for firms in _pieces(_latest_scores(release)):
        sheets = [carrying.kept(firm.answers) for firm in firms]
        outcomes = score_many(candidate, sheets, [firm.profile for firm in firms])
        moves.update((f.level, o.rank) for f, o in zip(firms, outcomes, strict=True))
        missed = [len(f.answers) - len(s) for f, s in zip(firms, sheets, strict=True)]
        skipped += sum(missed)
        firms_skipped += sum(map(bool, missed))
    old = _axis(framework_of(release), {before for before, _ in moves})
    new = _axis(candidate, {after for _, after in moves})
    rows = tuple(tuple(moves[_rank(o), _rank(n)] for n in new) for o in old)
    return LevelChanges(old, new, rows, skipped, firms_skipped)


def preview_switch(*, release: Release, candidate: Framework) -> SwitchEffect:
    """Count what the firms that are at work on the release would keep of their answers."""
    present = framework_of(release).questions
    same = {ref for ref, q in present.items() if asks_the_same(q, candidate.questions.get(ref))}
    sheets = AnswerSheet.objects.filter(
        assessment__release=release, assessment__status=Status.DRAFT, voice=Voice.SELF
    )
    drafts = carried = lost = 0
    for document in sheets.values_list("document", flat=True).iterator(CHUNK):
        given = plain_answers(document, release.ref).keys()
        drafts += 1
        carried += len(given & same)
        lost += len(given - same)
    return SwitchEffect(
        drafts=drafts,
        carried=carried,
        lost=lost,
        new_questions=tuple(ref for ref in candidate.questions if ref not in present),
        lost_questions=tuple(ref for ref in present if ref not in same),
    )


class _Scored(NamedTuple):
    """What a firm answered, what was known of it, and the level that this gave."""

    firm: int
    answers: Mapping[str, Any]
    profile: Mapping[str, Any]
    level: Rank


def _latest_scores(release: Release) -> Iterator[_Scored]:
    """The score of each firm that stands: of its latest assessment, and verified where it is."""
    scores = Score.objects.current().filter(
        assessment__release=release, kind__in=(Score.Kind.SELF, Score.Kind.VERIFIED)
    )
    rows = scores.order_by("assessment__enterprise", "assessment__submitted_at", "kind")
    found = rows.values_list("assessment__enterprise", "answers", "assessment__profile", "level")
    for _firm, each in groupby(found.iterator(CHUNK), key=lambda row: row[0]):
        *_, last = each  # "verified" comes after "self"
        yield _Scored(*last)


def _pieces(firms: Iterable[_Scored]) -> Iterator[list[_Scored]]:
    stream = iter(firms)
    while piece := list(islice(stream, CHUNK)):
        yield piece


def _axis(framework: Framework, found: set[Rank]) -> tuple[Level | None, ...]:
    """The levels, lowest first; "no level" only where some firm has none."""
    return (*([None] if None in found else []), *framework.levels)


def _rank(level: Level | None) -> Rank:
    return level.rank if level else None


def _way(old: Level | None, new: Level | None) -> str:
    before, after = (-1 if level is None else level.rank for level in (old, new))
    return STAY if before == after else RISE if after > before else FALL
