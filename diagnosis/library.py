"""The solutions that come with this version, read once per process."""

from functools import lru_cache

from diagnosis.catalogue import SHIPPED
from diagnosis.maturity.solution_terms import Terms, load_terms
from diagnosis.maturity.solutions import Solution, load_solutions
from gongfu.core.languages import short

FOLDER = SHIPPED.parent / "solutions"


@lru_cache(maxsize=1)
def solutions() -> dict[str, Solution]:
    """Every solution by its ref, in the order of areas."""
    return load_solutions(FOLDER, SHIPPED)


def solution_name(ref: str) -> str:
    """A solution in the reader's language; its ref where the library no longer has it."""
    known = solutions().get(ref)
    return known.names[short()] if known else ref


@lru_cache(maxsize=1)
def terms() -> Terms:
    """Areas, classes, origins and sources under which the solutions are filed."""
    return load_terms(SHIPPED / "rules" / "solutions.yaml")
