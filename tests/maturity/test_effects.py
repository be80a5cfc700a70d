"""What solutions do to a sheet: answers rise to at least what the effects say, none falls."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.catalogue import SHIPPED as FOLDER
from diagnosis.maturity import check_sheet, score
from diagnosis.maturity.effects import apply_effects, in_place
from diagnosis.maturity.questions import UNVERIFIED
from diagnosis.maturity.solutions import Raise, Solution, Span, load_solutions
from tests.maturity.laws import firm_of, rank_of
from tests.maturity.subjects import RULES, SHIPPED, framework_of

CATALOGUE = load_solutions(FOLDER.parent / "solutions")
SPAN = Span(Fraction(1), Fraction(2), UNVERIFIED, "own-estimate")
INDEX = "miit-sme-2024"

few = settings(max_examples=10, deadline=None)
shipped = pytest.mark.parametrize("name", list(SHIPPED))
every = pytest.mark.parametrize("name", list(RULES))
SEEDS = st.integers(0, 2**32 - 1)


def solution_of(release, *effects, ref="one"):
    """A solution of which only the effects matter: question, rows to options, expected or not."""
    raises = tuple(Raise(q, rows, bool(rest)) for q, rows, *rest in effects)
    words = {"zh": "方案", "en": "Solution"}
    return Solution(
        *(f"{ref}.yaml", ref, "production", "quality", "service", "both", UNVERIFIED, words, words),
        *((), (), (), SPAN, SPAN, SPAN, {release: raises}, words, words, words, words),
    )


def random_solution(framework, random):
    """Any effects that a file could state of a release."""
    chosen = [q for q in framework.questions.values() if not q.apart and random.random() < 0.2]
    rows = ((q, {row: goal_of(q, random) for row in q.rows or ("",)}) for q in chosen)
    return solution_of(framework.key, *((q.ref, goal) for q, goal in rows if all(goal.values())))


def goal_of(question, random):
    if question.takes_many:
        ticks = [o for o in question.options if o.points > 0 and not (o.exclusive or o.reason)]
        return tuple(o.ref for o in ticks if random.random() < 0.5) or (ticks[0].ref,)
    return (random.choice(question.ladder[1:]).ref,) if len(question.ladder) > 1 else ()


def after(answers, *effects, expected=False):
    framework = framework_of(INDEX)
    return apply_effects(framework, answers, [solution_of(INDEX, *effects)], expected=expected)


def test_a_missing_or_lower_answer_is_raised_and_a_higher_one_stays():
    goal = ("s06", {"": ("2",)})
    assert after({}, goal) == {"s06": "2"}
    assert after({"s06": "1"}, goal) == {"s06": "2"}
    assert after({"s06": "3"}, goal) == {"s06": "3"}


def test_ticks_are_added_and_none_gives_way():
    goal = ("q6", {"": ("B", "C")})
    assert after({"q6": ["A"]}, goal) == {"q6": ["B", "C"]}
    assert after({"q6": ["D"]}, goal) == {"q6": ["B", "C", "D"]}


def test_a_number_that_would_go_on_computing_the_old_answer_is_left_out():
    sheet = {"q2": {"fields": {"equipment_total": "48", "equipment_digital": "18"}}}
    raised = after(sheet, ("q2", {"": ("E",)}))
    assert raised == {"q2": {"option": "E", "fields": {"equipment_total": "48"}}}
    assert after(sheet, ("q2", {"": ("C",)})) == check_sheet(framework_of(INDEX), sheet)


def test_what_another_answer_was_computed_from_does_not_take_that_answer_away():
    counts = {"equipment_total": "48", "equipment_digital": "18"}
    sheet = {"q2": {"fields": counts}, "q3": {"fields": {"equipment_networked": "12"}}}
    result = score(framework_of(INDEX), after(sheet, ("q2", {"": ("E",)})))
    assert result.by_question["q3"].options == ("C",)


def test_expected_results_count_only_where_they_are_wanted():
    goal = ("q13", {"": ("C",)}, "expected")
    assert after({}, goal) == {}
    assert after({}, goal, expected=True)["q13"]["option"] == "C"


def test_rows_rise_one_by_one():
    framework = framework_of("impuls-industrie40-2015")
    both = solution_of(
        framework.key,
        ("sf3", {"quality": ("partly",), "energy": ("partly",)}),
        ("op4", {"finance": ("inside",)}),
    )
    sheet = {"sf3": {"rows": {"quality": "full"}}, "op4": {"rows": {"finance": ["partners"]}}}
    assert apply_effects(framework, sheet, [both]) == {
        "sf3": {"rows": {"quality": "full", "energy": "partly"}},
        "op4": {"rows": {"finance": ["inside", "partners"]}},
    }


def test_what_does_not_apply_stays_so():
    framework = framework_of("not-applicable")
    question = next(q for q in framework.questions.values() if any(o.excluded for o in q.options))
    out = next(o for o in question.options if o.excluded)
    sheet = check_sheet(framework, {question.ref: {"option": out.ref, "reason": "没有"}})
    goal = (question.ref, {"": (question.ladder[-1].ref,)})
    assert apply_effects(framework, sheet, [solution_of(framework.key, goal)]) == sheet


def test_a_solution_is_in_place_once_its_first_effect_is_reached():
    framework, mes = framework_of(INDEX), CATALOGUE["mes-basic"]
    assert not in_place(mes, framework, {})
    assert not in_place(mes, framework, {"s06": "1"})
    assert in_place(mes, framework, {"s06": "3"})
    assert not in_place(CATALOGUE["line-model"], framework, {"s06": "4"})
    assert in_place(CATALOGUE["business-model"], framework, {"q8": "E"})


@shipped
@few
@given(seed=SEEDS)
def test_no_shipped_solution_lowers_a_total_or_level(name, seed):
    framework, random = framework_of(name), Random(seed)
    chosen = random.sample(list(CATALOGUE.values()), random.randint(1, 30))
    never_lower(framework, firm_of(framework, seed), chosen)


@every
@few
@given(seed=SEEDS)
def test_no_effect_at_all_lowers_a_total_or_level(name, seed):
    framework, random = framework_of(name), Random(seed)
    chosen = [random_solution(framework, random) for _ in range(random.randint(1, 4))]
    never_lower(framework, firm_of(framework, seed), chosen)


def never_lower(framework, firm, chosen):
    sheet, profile = firm
    raised = apply_effects(framework, sheet, chosen, profile, expected=True)
    assert check_sheet(framework, raised) == raised
    before, later = score(framework, sheet, profile), score(framework, raised, profile)
    for ref, question in before.by_question.items():
        assert later.by_question[ref].earned.exact >= question.earned.exact, (firm, ref)
    if framework.monotone and later.hidden == before.hidden:  # promised of what is asked in both
        assert later.total.exact >= before.total.exact, firm
        assert rank_of(later) >= rank_of(before), firm


@every
@few
@given(seed=SEEDS)
def test_twice_is_once_and_the_order_does_not_matter(name, seed):
    framework, random = framework_of(name), Random(seed)
    sheet, profile = firm_of(framework, seed)
    one, two = (random_solution(framework, random) for _ in range(2))

    def applied(answers, *solutions):
        return apply_effects(framework, answers, solutions, profile)

    both = applied(sheet, one, two)
    assert applied(both, one, two) == both
    assert applied(sheet, two, one) == both
    assert score_of(framework, applied(applied(sheet, one), two), profile) == score_of(
        framework, applied(applied(sheet, two), one), profile
    )
    assert score_of(framework, applied(applied(sheet, one), two), profile) == score_of(
        framework, both, profile
    )


def score_of(framework, sheet, profile):
    result = score(framework, sheet, profile)
    return result.total.exact, {ref: q.options for ref, q in result.by_question.items()}
