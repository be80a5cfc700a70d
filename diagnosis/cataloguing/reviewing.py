"""What is right and wrong with the text of a solution: the same checks for form and file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from diagnosis.catalogue import published, shipped_frameworks
from diagnosis.cataloguing.sources import place_of, supplied_source
from diagnosis.drafting.files import Tree, read_tree
from diagnosis.drafting.reviewing import Complaint
from diagnosis.drafting.writing import write_tree
from diagnosis.library import library, shipped, terms
from diagnosis.maturity import Framework, FrameworkError
from diagnosis.maturity.solutions import Solution, read_solution
from diagnosis.maturity.sound_solutions import solution_problems

WHICH = "rules"

Problem = tuple[str, str, str]  # file, key, what was expected there


@dataclass(frozen=True, slots=True)
class Review:
    """The state of a text; what could not be looked at yet is empty."""

    tree: Tree | None
    solution: Solution | None  # as soon as it can be read, sound or not
    complaints: tuple[Complaint, ...]

    @property
    def is_sound(self) -> bool:
        return not self.complaints


def review_source(source: str, file: str = "") -> Review:
    """Check a text by itself, then against terms, releases and the other solutions.

    Every key that cannot be read is told, not the first alone. `file` is how complaints call it.
    """
    return review_set([(file, source)])[0]


def review_set(texts: Sequence[tuple[str, str]]) -> list[Review]:
    """The same for several files with their texts, as if all were published at one moment."""
    found = [_by_itself(source, file) for file, source in texts]
    problems = _problems([each.solution for each in found if each.solution])
    return [
        replace(each, complaints=tuple(_beside(each, file, problems))) if each.solution else each
        for (file, _source), each in zip(texts, found, strict=True)
    ]


def _by_itself(source: str, file: str) -> Review:
    try:
        tree = read_tree(source, file or "solution.yaml")
    except FrameworkError as error:
        return Review(None, None, (_complaint(error, file),))
    place = place_of(tree)
    try:
        return Review(tree, read_solution(source.encode(), place, terms()), ())
    except FrameworkError:
        unread = tuple(_complaint(each, file or place) for each in _by_key(tree, place))
        return Review(tree, None, unread)


def _beside(review: Review, file: str, problems: Iterable[Problem]) -> Iterator[Complaint]:
    """What of the problems of a set is wrong with one of its texts."""
    place = review.solution.file if review.solution else ""
    for where, key, expected in problems:
        if where == place:
            yield Complaint(WHICH, file or place, key, f"expected {expected}")


def needed_by(ref: str) -> tuple[Solution, ...]:
    """Solutions on offer that must not be left without this one."""
    return tuple(each for each in library().offered.values() if ref in each.requires)


def releases() -> dict[str, Framework]:
    """Every release that effects and tests may name, by its key."""
    found = [*shipped_frameworks(), *(framework for _release, framework in published())]
    return {framework.key: framework for framework in found}


def _problems(solutions: Sequence[Solution]) -> list[Problem]:
    """What is wrong once these solutions stand in the library."""
    refs = {solution.ref for solution in solutions}
    others = [each for ref, each in library().offered.items() if ref not in refs]
    return list(solution_problems((*solutions, *others), terms(), releases()))


def _by_key(tree: Tree, place: str) -> Iterator[FrameworkError]:
    """Each key put by itself into a sound file: what fails there is wrong with this key."""
    sound = read_tree(supplied_source(next(iter(shipped()))), place)
    for key in dict.fromkeys([*sound, *tree]):
        trial = {name: value for name, value in sound.items() if name != key}
        if key in tree:
            trial[key] = tree[key]
        try:
            read_solution(write_tree(trial).encode(), place, terms())
        except FrameworkError as error:
            yield error


def _complaint(error: FrameworkError, file: str) -> Complaint:
    return Complaint(WHICH, file or error.file, error.key, error.expected)
