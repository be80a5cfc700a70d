"""Laws of the ledger's rules, over histories that people could have lived and told in any order."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterprises.programme.steps import (
    INVITED,
    ORDER,
    SUBMITTED,
    VERIFIED,
    Cell,
    History,
    Row,
    difference,
)

# Whatever else the machine is busy with.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FIRST = date(2023, 3, 27)
HERE, THERE = Cell("310113", "37", "large"), Cell("310115", "37", "medium")
CELLS = [HERE, THERE, Cell("310113", "17", "large")]
DAYS = st.integers(0, 1800).map(lambda n: FIRST + timedelta(days=n))
EVENTS = st.one_of(
    st.tuples(st.just("enter"), DAYS),
    st.tuples(st.just("leave"), DAYS),
    st.tuples(st.just("reach"), st.sampled_from(ORDER[1:]), DAYS),
    st.tuples(st.just("move"), st.sampled_from(CELLS), DAYS),
    st.tuples(st.just("take_up"), st.one_of(st.none(), DAYS)),
)


def happen(history: History, event: tuple) -> History:
    """Apply an event where it is possible at all, as the services do."""
    kind, *rest = event
    last = history.stays[-1] if history.stays else None
    if kind == "enter" and last and last.left_on is None:
        return history
    if kind == "leave" and (not last or last.left_on or rest[0] < last.entered_on):
        return history
    return getattr(history, kind)(*rest)


def counted(rows: list[Row], day: date) -> Counter:
    """What the ledger says of a day: the sum of each step in each cell."""
    sums: Counter = Counter()
    for row in rows:
        if row.on <= day:
            sums[row.step, row.cell] += row.delta
    return Counter({key: n for key, n in sums.items() if n})


@unhurried
@given(st.lists(EVENTS, max_size=12))
def test_the_ledger_shows_every_day_as_the_history_does_and_steps_never_rise(events):
    history, rows = History(HERE), []
    for event in events:
        after = happen(history, event)
        rows += difference(history, after)
        history = after
        for day in {row.on for row in rows}:
            sums = counted(rows, day)
            assert sums == Counter(dict.fromkeys(history.counts_on(day), 1))
            city = [sum(n for (step, _), n in sums.items() if step == s) for s in ORDER]
            assert city == sorted(city, reverse=True)


@unhurried
@given(st.lists(EVENTS, max_size=12))
def test_leaving_today_changes_no_day_before(events):
    history = History(HERE)
    for event in events:
        history = happen(history, event)
    today = FIRST + timedelta(days=1801)
    assert all(row.on >= today for row in difference(history, happen(history, ("leave", today))))


def test_a_step_brings_the_missing_earlier_steps_on_the_same_day():
    start = History(HERE).enter(FIRST)
    rows = difference(start, start.reach(VERIFIED, FIRST + timedelta(days=9)))
    assert [(row.step, row.delta) for row in rows] == [
        (INVITED, 1),
        (SUBMITTED, 1),
        (VERIFIED, 1),
    ]


def test_an_earlier_day_that_becomes_known_late_moves_the_step_there():
    later, sooner = FIRST + timedelta(days=30), FIRST + timedelta(days=10)
    start = History(HERE).enter(FIRST).reach(SUBMITTED, later)
    rows = difference(start, start.reach(SUBMITTED, sooner))
    assert [(row.on, row.step, row.delta) for row in rows] == [
        (sooner, INVITED, 1),
        (sooner, SUBMITTED, 1),
        (later, INVITED, -1),
        (later, SUBMITTED, -1),
    ]


def test_a_step_out_of_scope_counts_from_the_day_of_entering():
    before = History(HERE).reach(SUBMITTED, FIRST)
    assert not list(before.rows())
    rows = difference(before, before.enter(FIRST + timedelta(days=5)))
    assert [(row.step, row.on) for row in rows] == [
        (step, FIRST + timedelta(days=5)) for step in ORDER[:3]
    ]


def test_a_firm_that_moves_leaves_its_old_cell_at_every_step_it_reached():
    moved = FIRST + timedelta(days=50)
    start = History(HERE).enter(FIRST).reach(INVITED, FIRST)
    rows = difference(start, start.move(THERE, moved))
    assert [(row.step, row.cell, row.delta) for row in rows] == [
        ("in_scope", HERE, -1),
        ("invited", HERE, -1),
        ("in_scope", THERE, 1),
        ("invited", THERE, 1),
    ]


def test_a_firm_that_enters_with_effect_from_the_past_counts_where_it_belonged_then():
    start = History(HERE).move(THERE, FIRST + timedelta(days=20))
    rows = difference(start, start.enter(FIRST))
    assert [(row.on, row.cell, row.delta) for row in rows] == [
        (FIRST, HERE, 1),
        (FIRST + timedelta(days=20), HERE, -1),
        (FIRST + timedelta(days=20), THERE, 1),
    ]
