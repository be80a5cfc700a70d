"""What is advised is tried on the firm's own answers: the points are those it would really have."""

import pytest

from diagnosis.catalogue import SHIPPED as FOLDER
from diagnosis.maturity import score
from diagnosis.maturity.advising import advise
from diagnosis.maturity.effects import apply_effects
from diagnosis.maturity.solutions import load_solutions
from tests.maturity.laws import firm_of
from tests.maturity.subjects import SHIPPED, framework_of

CATALOGUE = load_solutions(FOLDER.parent / "solutions")


def advised(now, profile):
    blocking = {answer.ref: answer.value for answer in now.blocking}
    return advise(now, CATALOGUE.values(), profile, blocking)


@pytest.mark.parametrize("name", list(SHIPPED))
def test_the_points_are_those_of_the_changed_answers_and_the_best_stands_first(name):
    framework = framework_of(name)
    for seed in range(3):
        sheet, profile = firm_of(framework, seed)
        now = score(framework, sheet, profile)
        advice = advised(now, profile)
        for each in advice[:5]:
            changed = apply_effects(framework, sheet, [each.solution], profile)
            after = score(framework, changed, profile)
            assert each.total == after.total
            assert each.gain.exact == after.total.exact - now.total.exact
            assert each.reaches == (after.rank > now.rank)
            assert set(each.closes) <= {answer.ref for answer in now.blocking}
        order = [(not e.reaches, -len(e.closes), -e.gain.exact) for e in advice]
        assert order == sorted(order)


def test_what_is_not_for_the_firm_or_changes_nothing_is_not_advised():
    framework = framework_of("miit-sme-2024")
    best = {
        ref: [o.ref for o in q.options if not o.exclusive] if q.is_multi else q.ladder[-1].ref
        for ref, q in framework.questions.items()
    }
    assert advised(score(framework, best), {}) == ()
    poor = advised(score(framework, {}), {"process": "process"})
    assert "recipe-management" in {each.solution.ref for each in poor}
    other = advised(score(framework, {}), {"process": "discrete"})
    assert "recipe-management" not in {each.solution.ref for each in other}
