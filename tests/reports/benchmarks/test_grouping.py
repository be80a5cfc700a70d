"""Whatever a reader adds and subtracts, no group of few firms comes out."""

from collections import Counter
from itertools import combinations
from random import Random

import pytest

from reports.benchmarks.grouping import CITY, Cell, Group, K, ladder_of, shown_groups

SIZES = ("small", "medium", "")


def city(random):
    """A small city, thinly and unevenly filled."""
    count = random.choice([3, 8, 20, 45, 90])
    industries, districts = ("34", "36", "39")[: random.randint(1, 3)], ("1", "2", "3")
    weights = [random.random() ** 3 + 0.01 for _ in districts]
    return [
        Cell(
            random.choice(industries),
            random.choice(SIZES),
            random.choices(districts, weights)[0],
        )
        for _ in range(count)
    ]


def firms_of(cells, group):
    return frozenset(at for at, cell in enumerate(cells) if group in ladder_of(cell))


def differences(sets):
    """What is left of each group after taking away any groups within it that do not overlap."""
    for whole in sets:
        inner = [each for each in sets if each < whole]
        for count in range(1, min(len(inner), 7) + 1):
            for some in combinations(inner, count):
                taken = frozenset().union(*some)
                if len(taken) == sum(map(len, some)):
                    yield whole - taken


@pytest.mark.parametrize("seed", range(150))
def test_no_difference_of_shown_groups_leaves_few_firms(seed):
    cells = city(Random(seed))
    sets = [firms_of(cells, group) for group in shown_groups(cells)]
    assert all(len(each) > K for each in sets)
    assert all(not rest or len(rest) > K for rest in differences(sets))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_shown_is_counted_right_and_no_more_is_hidden_than_needed(seed):
    cells = city(Random(seed))
    shown = shown_groups(cells)
    counts = Counter(group for cell in cells for group in ladder_of(cell))
    assert shown == {group: counts[group] for group in shown}
    for group in counts:
        alone = [each for each in counts if each != CITY and each.above == group.above]
        if group != CITY and group.above in shown and all(counts[each] > K for each in alone):
            rest = counts[group.above] - sum(counts[each] for each in alone)
            assert group in shown or 0 < rest <= K


def test_a_group_of_five_widens_because_the_firm_itself_does_not_count():
    small = [Cell("34", "small", "1")] * 5
    large = [Cell("34", "medium", "1")] * 8 + [Cell("36", "small", "2")] * 8
    shown = shown_groups(small + large)
    assert next(group for group in ladder_of(small[0]) if group in shown) == Group("34")
    assert Group("34", "medium") not in shown  # or the five could be worked out


def test_of_a_city_of_few_firms_nothing_is_shown():
    assert shown_groups([Cell("34", "small", "1")] * 5) == {}
