"""The solutions that a consultant may pick: those that the report can say something about."""

from collections.abc import Collection

from diagnosis.advice import useful_solutions
from diagnosis.library import solutions
from diagnosis.maturity.solutions import Solution
from diagnosis.models import Assessment, Score
from diagnosis.planning.desk import Area, Choice
from diagnosis.planning.telling import area_names, span_text
from gongfu.core.languages import short


def pickable(assessment: Assessment, row: Score, ticks: Collection[str]) -> list[Area]:
    """By area: what suits the firm and changes an answer by itself, as the report prints it."""
    useful = useful_solutions(assessment, row)
    offered = [each for ref, each in solutions().items() if ref in useful]
    areas = (
        Area(name, tuple(_choice(each, ticks) for each in offered if each.area == area))
        for area, name in area_names(short()).items()
    )
    return [area for area in areas if area.choices]


def _choice(solution: Solution, ticks: Collection[str]) -> Choice:
    return Choice(
        ref=solution.ref,
        name=solution.names[short()],
        cost=span_text(solution.cost),
        months=span_text(solution.months),
        ticked=solution.ref in ticks,
    )
