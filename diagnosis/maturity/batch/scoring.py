"""From many sheets to their outcomes, group by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from diagnosis.maturity.batch.columns import Codes, Columns
from diagnosis.maturity.batch.reckoning import Reckoning
from diagnosis.maturity.evaluation import Sheet, evaluate
from diagnosis.maturity.framework import Framework
from diagnosis.maturity.levels import reached_level
from diagnosis.maturity.scoring import seen_of

FEWEST = 4  # smaller groups are quicker one by one


@dataclass(frozen=True, slots=True)
class Outcome:
    """The bare result of one sheet: what a score says of it, without the explanations."""

    total: Fraction
    rank: int | None
    by_part: Mapping[str, Fraction]


def score_many(
    framework: Framework,
    sheets: Sequence[Sheet],
    profiles: Sequence[Mapping[str, Any]] | None = None,
) -> list[Outcome]:
    """Score sheets in their stored form (`check_sheet`), each with the profile of its firm."""
    firms = [{} for _ in sheets] if profiles is None else profiles
    columns = Columns(framework, sheets, firms)
    outcomes: dict[int, Outcome] = {}
    for rows in columns.groups() if sheets else ():
        if len(rows) < FEWEST:
            found = [score_one(framework, sheets[row], firms[row]) for row in rows]
        else:
            found = _together(columns, rows)
        outcomes |= zip(rows.tolist(), found, strict=True)
    return [outcomes[row] for row in range(len(sheets))]


def score_one(framework: Framework, sheet: Sheet, profile: Mapping[str, Any]) -> Outcome:
    """The reference: what the whole score of one sheet is made from."""
    evaluation = evaluate(framework, sheet, seen_of(framework, profile))
    level = reached_level(framework, evaluation)
    by_part = evaluation.by_part
    return Outcome(by_part[framework.total_part], level.rank if level else None, by_part)


def _together(columns: Columns, rows: Codes) -> list[Outcome]:
    framework = columns.framework
    first = rows[0]
    counted = {
        ref: column.of_rows(rows)
        for ref, column in columns.by_ref.items()
        if column.findings[column.codes[first]].earned is not None
    }
    reckoning = Reckoning(framework, columns.profiles[first], counted, len(rows))
    by_part = reckoning.by_part()
    each = zip(*by_part.values(), strict=True)
    parts = [dict(zip(by_part, values, strict=True)) for values in each]
    ranks = reckoning.ranks()
    total = framework.total_part
    return [Outcome(p[total], rank, p) for p, rank in zip(parts, ranks, strict=True)]
