"""What moved far since the last round is asked about, and only that."""

from diagnosis.maturity import check_sheet
from diagnosis.maturity.resolving import Reading
from diagnosis.maturity.shifting import shifts
from tests.maturity.sheets import MIIT


def found(before, after, *, was_verified=True):
    now = Reading(
        MIIT, check_sheet(MIIT, {"q2": after} if isinstance(after, dict) else {"q7": after})
    )
    then = check_sheet(MIIT, {"q2": before} if isinstance(before, dict) else {"q7": before})
    return list(shifts(MIIT, then, now, was_verified=was_verified))


def machines(digital: str) -> dict:
    return {"fields": {"equipment_total": "80", "equipment_digital": digital}}


def test_a_figure_that_moves_by_more_than_half_is_named_with_both_ends():
    (far,) = found(machines("40"), machines("61"))
    assert (far.ref, far.field) == ("q2", "equipment_digital")
    assert (far.before, far.after) == (40, 61)


def test_half_is_near_enough_in_both_directions_and_from_zero_nothing_is_far():
    assert found(machines("40"), machines("60")) == []
    assert found(machines("40"), machines("20")) == []
    assert found(machines("0"), machines("60")) == []


def test_a_measure_that_was_seen_on_site_is_asked_about_when_it_is_gone():
    (gone,) = found(["B", "C"], ["C", "D"])
    assert (gone.ref, gone.dropped) == ("q7", ("B",))
    assert found(["B"], ["B", "C"]) == []
    assert found(["A"], ["B"]) == []


def test_what_nobody_had_seen_may_be_corrected_without_a_question():
    assert found(["B", "C"], ["C"], was_verified=False) == []
