"""The solutions: those that come with this version, and over them what authors published."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse

from diagnosis.catalogue import SHIPPED
from diagnosis.maturity import FrameworkError
from diagnosis.maturity.solution_terms import Terms, load_terms
from diagnosis.maturity.solutions import Solution, load_solutions, read_solution
from diagnosis.models import Plan, PlanItem, SolutionEdition
from gongfu.core.languages import short
from gongfu.core.requests import GetResponse

FOLDER = SHIPPED.parent / "solutions"
Solutions = Mapping[str, Solution]


@dataclass(frozen=True, slots=True)
class Library:
    """All solutions as they stand at one moment; `mark` changes with every publication."""

    mark: str
    offered: Solutions  # what may be recommended, in the order of areas
    known: Solutions  # these and the withdrawn ones
    numbers: Mapping[str, int] = field(default_factory=dict)  # ref -> key of the present edition
    editions: Mapping[int, Solution] = field(default_factory=dict)  # key -> as published then
    supplied: Solutions = field(default_factory=dict)  # as they came, where an author wrote since

    def as_agreed(self, item: PlanItem) -> Solution | None:
        """The solution of a plan's item with what it meant when the plan was agreed to."""
        then = self.editions.get(item.edition_id or 0) or self.supplied.get(item.solution)
        return then or self.known.get(item.solution)

    def for_plan(self, plan: Plan) -> Solutions:
        """What is on offer, with the plan's own solutions as they were agreed to."""
        own = {each.solution: self.as_agreed(each) for each in plan.items.all()}
        return {**self.offered, **{ref: found for ref, found in own.items() if found}}


@dataclass(slots=True)
class _Request:
    """What one request has looked up: it sees one state of the library from end to end."""

    library: Library | None = None


_request: ContextVar[_Request | None] = ContextVar("library_of_request", default=None)
_compiled: dict[str, Library] = {}  # the newest only, under its mark


class LibraryMiddleware:
    """Lets a request ask once, and only if it needs to, whether an author published something."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(_Request())
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def library() -> Library:
    """The library now; compiled again in each process when something was published."""
    asked = _request.get()
    if asked is None:
        return _present()
    if asked.library is None:
        asked.library = _present()
    return asked.library


def forget_library() -> None:
    """Let the request look again after it published something itself."""
    if asked := _request.get():
        asked.library = None


def solutions() -> Solutions:
    """Every solution that may be recommended by its ref, in the order of areas."""
    return library().offered


def solution_name(ref: str) -> str:
    """A solution in the reader's language; its ref where the library no longer has it."""
    known = library().known.get(ref)
    return known.names[short()] if known else ref


def agreed_name(item: PlanItem) -> str:
    """A plan's solution as it was called when the plan was agreed to."""
    found = library().as_agreed(item)
    return found.names[short()] if found else item.solution


@lru_cache(maxsize=1)
def terms() -> Terms:
    """Areas, classes, origins and sources under which the solutions are filed."""
    return load_terms(SHIPPED / "rules" / "solutions.yaml")


@lru_cache(maxsize=1)
def shipped() -> Solutions:
    """The solutions that come with this version, as they came."""
    return MappingProxyType(load_solutions(FOLDER, SHIPPED))


def _present() -> Library:
    # The count too: of two published at once the one with the lower key may come in last.
    state = SolutionEdition.objects.aggregate(
        count=Count("pk"), newest=Max("pk"), at=Max("published_at")
    )
    mark = "/".join(map(str, state.values())) if state["count"] else ""
    found = _compiled.get(mark)
    if found is None:
        found = _compile(mark)
        _compiled.clear()
        _compiled[mark] = found
    return found


def _compile(mark: str) -> Library:
    if not mark:
        return Library(mark, shipped(), shipped())
    rows = list(SolutionEdition.objects.order_by("ref", "number"))
    read = {row.pk: found for row in rows if (found := _read(row))}
    present = {row.ref: row for row in rows if row.pk in read}
    known = _in_order({**shipped(), **{ref: read[row.pk] for ref, row in present.items()}})
    withdrawn = {ref for ref, row in present.items() if row.is_withdrawn}
    return Library(
        mark=mark,
        offered={ref: each for ref, each in known.items() if ref not in withdrawn},
        known=known,
        numbers={ref: row.pk for ref, row in present.items()},
        editions=read,
        supplied={row.ref: read[row.pk] for row in rows if row.is_supplied and row.pk in read},
    )


def _read(row: SolutionEdition) -> Solution | None:
    """An edition; none where a later version of the software no longer reads what it wrote."""
    try:
        found = read_solution(row.source.encode(), f"{row.ref}.yaml", terms())
    except FrameworkError:
        return None
    return found if found.area in terms().areas else None


def _in_order(found: dict[str, Any]) -> dict[str, Solution]:
    areas = list(terms().areas)
    return dict(sorted(found.items(), key=lambda pair: areas.index(pair[1].area)))
