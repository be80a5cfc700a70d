"""Which firms a rule means: the pure rule and the question to the register say the same."""

from itertools import product

import pytest

from enterprises.models import Enterprise
from enterprises.programme.rule import Facts, Rule, as_data, in_scope, read_rule, rule_of
from enterprises.programme.selecting import meant
from tests.factories import EnterpriseFactory

RULES = [
    Rule(),
    rule_of(districts=["310115"]),
    rule_of(industries=["36"], sizes=["medium", "large"]),
    rule_of(above_scale=True),
    rule_of(districts=["310104", "310115"], industries=["34"], above_scale=True),
]


def facts_of(firm: Enterprise) -> Facts:
    return Facts(firm.uscc, firm.district_id, firm.industry_code, firm.size, firm.is_above_scale)


def test_a_rule_that_asks_nothing_means_everybody():
    assert in_scope(Facts("x", "310115", "3670", "micro"), Rule())


def test_a_firm_of_unknown_scale_is_not_taken_for_one_above_scale():
    unknown = Facts("x", "310115", "3670", "medium", None)
    assert not in_scope(unknown, rule_of(above_scale=True))
    assert in_scope(unknown._replace(is_above_scale=True), rule_of(above_scale=True))


@pytest.mark.parametrize("rule", RULES, ids=range(len(RULES)))
def test_a_rule_survives_being_kept(rule):
    assert read_rule(as_data(rule)) == rule


@pytest.mark.django_db
def test_the_register_answers_as_the_rule_does():
    for district, code, scale in product(("310115", "310104"), ("3670", "3411"), (True, None)):
        EnterpriseFactory.create(district=district, industry_code=code, is_above_scale=scale)
    EnterpriseFactory.create(staff=5, revenue=100)
    firms = list(Enterprise.objects.all())
    for rule in [*RULES, rule_of(codes=[firms[0].uscc])]:
        wanted = {firm.pk for firm in firms if in_scope(facts_of(firm), rule)}
        assert set(Enterprise.objects.filter(meant(rule)).values_list("pk", flat=True)) == wanted
        others = Enterprise.objects.exclude(meant(rule)).values_list("pk", flat=True)
        assert set(others) == {firm.pk for firm in firms} - wanted
