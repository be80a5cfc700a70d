"""A database that keeps no order within a map changes nothing that people read."""

import json

import pytest

from diagnosis.maturity import score
from diagnosis.presenting.ordering import parts_in_order, questions_in_order
from tests.maturity.random_sheets import firms
from tests.maturity.subjects import RULES, framework_of


@pytest.mark.parametrize("name", list(RULES))
def test_a_passport_is_read_in_the_order_in_which_it_was_written(name):
    framework = framework_of(name)
    for sheet, profile in firms(framework, 5):
        passport = json.loads(json.dumps(score(framework, sheet, profile).passport))
        jumbled = json.loads(json.dumps(passport, sort_keys=True))
        for entries, read in (("questions", questions_in_order), ("parts", parts_in_order)):
            assert listed(passport[entries]) == listed(read(framework, jumbled)), (sheet, profile)


def listed(entries) -> list[list[tuple[str, str]]]:
    """What is added up, in its order."""
    maps = ("points", "terms", "weights", "rates")
    return [list(entry[name].items()) for entry in entries for name in maps if name in entry]
