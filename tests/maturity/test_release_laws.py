"""The laws that every release obeys; `make verify` holds many more sheets against them."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.maturity.laws import LAWS, batch_agrees, blocking_is_exact, firm_of
from tests.maturity.random_sheets import firms
from tests.maturity.subjects import RULES, framework_of

BATCHED, UNBLOCKED = 200, 25

every = pytest.mark.parametrize("name", list(RULES))


@every
def test_batch_and_reference_agree(name):
    batch_agrees(framework_of(name), list(firms(framework_of(name), BATCHED)))


@every
def test_the_blocking_answers_are_enough_and_none_is_needless(name):
    framework = framework_of(name)
    listed = [blocking_is_exact(framework, firm) for firm in firms(framework, UNBLOCKED)]
    assert any(listed) == bool(framework.levels)


@every
@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
@settings(max_examples=10, deadline=None)  # the machine may be busy; speed has its own test
@given(seed=st.integers(0, 2**32 - 1))
def test_a_law_holds(name, law, seed):
    law(name, firm_of(framework_of(name), seed), Random(seed))
