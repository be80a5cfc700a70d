"""Laws that no list of cases can prove."""

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.maturity import AnswerError, check_sheet, load_framework_text, score
from diagnosis.maturity.moves import better_moves
from tests.maturity.sheets import MIIT, SMALL, SMALL_FILE, sheets

law = settings(deadline=None)  # the machine may be busy; the speed has its own test


@law
@given(sheets(MIIT, numbers=True))
def test_the_total_never_leaves_the_scale(sheet):
    result = score(MIIT, sheet)
    assert 0 <= result.total.exact <= 100
    for part in result.by_part.values():
        assert 0 <= part.earned.exact <= part.max.exact


@law
@given(sheets(MIIT), st.data())
def test_a_better_answer_never_lowers_score_or_level(sheet, data):
    before = score(MIIT, sheet)
    question = data.draw(st.sampled_from(list(MIIT.questions.values())))
    for move in better_moves(question, before.evaluation.resolutions[question.ref]):
        after = score(MIIT, {**sheet, question.ref: move.choice})
        assert after.total.exact == before.total.exact + move.gain * (not question.is_scene)
        assert after.rank >= before.rank


@law
@given(sheets(MIIT), st.randoms())
def test_the_order_of_the_answers_does_not_matter(sheet, random):
    refs = list(sheet)
    random.shuffle(refs)
    shuffled = {ref: sheet[ref] for ref in refs}
    assert score(MIIT, shuffled).as_dict() == score(MIIT, sheet).as_dict()


def proves_blocking(framework, sheet):
    """Changing exactly the listed answers raises the level; leaving any one out does not."""
    before = score(framework, sheet)
    changes = {answer.ref: answer.value for answer in before.blocking}
    assert bool(changes) == (before.next_level is not None)
    if changes:
        assert score(framework, {**sheet, **changes}).rank > before.rank
    for left_out in changes:
        fewer = {ref: value for ref, value in changes.items() if ref != left_out}
        assert score(framework, {**sheet, **fewer}).rank == before.rank


@law
@given(sheets(MIIT))
def test_the_blocking_answers_are_enough_and_none_is_needless(sheet):
    proves_blocking(MIIT, sheet)


@law
@given(sheets(MIIT, numbers=True))
def test_so_they_are_where_answers_are_computed_from_numbers(sheet):
    try:
        check_sheet(MIIT, sheet)
    except AnswerError:
        return
    proves_blocking(MIIT, sheet)


@law
@given(sheets(SMALL, numbers=True))
def test_so_they_are_in_a_small_framework(sheet):
    proves_blocking(SMALL, sheet)


OVERLAPPING = load_framework_text(
    SMALL_FILE.read_text().replace(
        '      - {ref: score, kind: score, part: all, at_least: "5"}',
        """      - {ref: score, kind: score, part: all, at_least: "3"}
      - {ref: power, kind: score, part: power, at_least: "4"}
      - {ref: any, kind: count, part: rooms, level: "1", at_least: "1"}""",
    ),
    "overlapping.yaml",
    {},
)


@law
@given(sheets(OVERLAPPING, numbers=True))
def test_so_they_are_where_conditions_look_at_the_same_answers(sheet):
    proves_blocking(OVERLAPPING, sheet)


def test_what_another_condition_makes_needless_is_left_out():
    blocking = score(OVERLAPPING, {"hall": "1"}).blocking
    assert [(answer.ref, answer.value) for answer in blocking] == [("plug", ["B", "C"])]


def test_ticks_join_those_that_stand():
    [answer] = score(OVERLAPPING, {"hall": "1", "plug": ["B"]}).blocking
    assert (answer.value, answer.options) == (["B", "C"], ("C",))
