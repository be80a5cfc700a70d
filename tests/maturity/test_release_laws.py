"""The laws that every release obeys; `make verify` holds many more sheets against them."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.maturity import laws
from tests.maturity.random_sheets import firms
from tests.maturity.subjects import RULES, framework_of, reordered

BATCHED, UNBLOCKED = 200, 25
SEEDS = st.integers(0, 2**32 - 1)

few = settings(max_examples=10, deadline=None)  # the machine may be busy; speed has its own test
every = pytest.mark.parametrize("name", list(RULES))


@every
def test_batch_and_reference_agree(name):
    laws.batch_agrees(framework_of(name), list(firms(framework_of(name), BATCHED)))


@every
def test_the_blocking_answers_are_enough_and_none_is_needless(name):
    framework = framework_of(name)
    listed = [laws.blocking_is_exact(framework, firm) for firm in firms(framework, UNBLOCKED)]
    assert any(listed) == bool(framework.levels)


@every
@few
@given(seed=SEEDS)
def test_total_parts_and_questions_stay_on_their_scales(name, seed):
    framework = framework_of(name)
    laws.stays_on_its_scales(framework, laws.firm_of(framework, seed))


@every
@few
@given(seed=SEEDS)
def test_a_better_answer_never_lowers_total_or_level(name, seed):
    framework = framework_of(name)
    if framework.monotone:
        laws.better_never_lowers(framework, laws.firm_of(framework, seed), Random(seed))


@every
@few
@given(seed=SEEDS)
def test_hidden_answers_do_not_matter(name, seed):
    framework = framework_of(name)
    laws.hidden_answers_do_not_matter(framework, laws.firm_of(framework, seed), Random(seed))


@every
@few
@given(seed=SEEDS)
def test_the_order_of_questions_and_parts_does_not_matter(name, seed):
    framework = framework_of(name)
    laws.order_does_not_matter(framework, reordered(name), laws.firm_of(framework, seed))


@every
@few
@given(seed=SEEDS)
def test_cutting_keeps_the_sum_of_the_weights(name, seed):
    framework = framework_of(name)
    laws.cutting_keeps_the_weights(framework, laws.firm_of(framework, seed), Random(seed))


@every
@few
@given(seed=SEEDS)
def test_a_passport_recomputes(name, seed):
    framework = framework_of(name)
    laws.passport_recomputes(framework, laws.firm_of(framework, seed))
