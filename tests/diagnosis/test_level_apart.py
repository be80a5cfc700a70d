"""Where level and total of two rounds do not move the same way, the page says so and why."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from diagnosis.presenting import Amount
from diagnosis.rounds.told import Delta, Side, Turned
from tests.diagnosis.rounds import begin, next_round, path, score
from tests.factories import give, published, submitted


def side(total: str, rank: int | None, name: str) -> Side:
    return Side("2025", "C", "F", "self", Amount(total, total), rank, name)


def delta(before: Side, after: Side, difference: str, *turned: Turned) -> Delta:
    moved = Amount(difference, difference)
    return Delta(
        before, after, moved, 1, "100", None, None, (), turned, (), "", False, True, False, {}
    )


LOST = Turned(3, "Integrated", "★ scenes", "10 scenes", "2 scenes", "5 scenes", met=False)
GAINED = Turned(3, "Integrated", "points", "59", "85.7", "60", met=True)
HIGHER = replace(LOST, rank=4, level="Leading")
FALLEN = delta(
    side("75.1", 3, "Integrated"), side("85.7", 2, "Standard"), "10.6", GAINED, LOST, HIGHER
)


def test_only_the_lost_conditions_of_the_lost_level_are_the_reason():
    assert FALLEN.is_apart
    assert FALLEN.decisive == (LOST,)


@pytest.mark.parametrize(
    ("before", "after", "difference", "apart"),
    [
        *((3, 2, "-4", False), (3, 2, "0", True)),
        *((2, 3, "4", False), (2, 3, "-1", True)),
        *((2, 2, "4", False), (2, 2, "0", False)),
        (1, None, "1", True),
    ],
)
def test_level_and_total_are_apart_where_only_one_of_them_follows(before, after, difference, apart):
    found = delta(side("50", before, "a"), side("50", after, "b"), difference)
    assert found.is_apart is apart


def test_the_note_names_the_totals_the_levels_and_the_condition(rf):
    told = render_to_string(
        "diagnosis/rounds/apart.html", {"delta": FALLEN, "assessment": type("A", (), {"pk": 1})}
    )
    said = ("75.1", "85.7", "Integrated", "Standard", "10 scenes", "2 scenes")
    assert [each for each in said if each not in told] == []
    assert "Leading" not in told


@pytest.mark.django_db
def test_the_result_page_says_it_at_its_head(firm):
    scenes = [ref for ref, each in published().questions.items() if each.is_scene]
    again = next_round(submitted(**dict.fromkeys(scenes, "3")))
    begin(again)
    give(again, **dict.fromkeys(scenes, "1"))
    page = firm(score(again)).get(path(again, "result")).content.decode()
    assert page.index("yet the level fell from") < page.index('id="blocking"')
