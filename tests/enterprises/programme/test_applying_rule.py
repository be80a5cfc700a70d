"""A rule is tried, then applied in pieces; what a person decided about one firm stands."""

from collections import Counter
from datetime import date

import pytest

from enterprises.models import LedgerEntry, ScopeEntry, ScopeRun
from enterprises.programme import selecting
from enterprises.programme.recounting import ledger_differences
from enterprises.programme.rule import rule_of
from enterprises.programme.selecting import dry_run
from enterprises.programme.services import applying_rule
from enterprises.programme.services.applying_rule import start_run
from enterprises.programme.services.deciding import close_campaign, set_rule
from enterprises.programme.services.scoping import enter_scope, leave_scope
from gongfu.core import fault, jobs
from gongfu.core.errors import Conflict, Invalid, Locked
from gongfu.core.fault import InjectedFault
from gongfu.core.models import Job
from tests.factories import CampaignFactory, EnterpriseFactory, as_regulator, in_scope

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 1)
ABOVE = rule_of(above_scale=True)


@pytest.fixture
def city(db):
    return as_regulator()


@pytest.fixture
def campaign(city):
    made = CampaignFactory.create()
    set_rule(campaign=made, rule=ABOVE, actor=city)
    made.refresh_from_db()
    return made


def apply(campaign, actor, seen, **more):
    told = {"on": DAY, "reason": "List of 2025", "takes_out": True, **more}
    run = start_run(campaign=campaign, seen=seen, actor=actor, **told)
    jobs.run_until_empty("bulk", heartbeat=False)
    return ScopeRun.objects.get(pk=run.pk)


def above(**more):
    return EnterpriseFactory.create(is_above_scale=True, **more)


def below(**more):
    return EnterpriseFactory.create(is_above_scale=False, **more)


def inside(campaign):
    stays = ScopeEntry.objects.filter(campaign=campaign, left_on=None)
    return set(stays.values_list("enterprise", flat=True))


def no_differences():
    return not list(ledger_differences(Counter()))


def test_who_fits_comes_in_and_who_does_not_goes_out_each_with_reason_source_and_author(
    campaign, city
):
    wanted, unwanted, settled = above(), in_scope(campaign, below()), in_scope(campaign, above())
    assert dry_run(campaign, ABOVE, city).total == (1, 1, 1)
    run = apply(campaign, city, (1, 1))
    assert inside(campaign) == {wanted.pk, settled.pk}
    assert (run.entered, run.left) == (1, 1)
    rows = LedgerEntry.objects.filter(source__startswith=run.source)
    assert {(row.enterprise_id, row.delta) for row in rows} == {(wanted.pk, 1), (unwanted.pk, -1)}
    assert {(row.effective_on, row.reason, row.author) for row in rows} == {
        (DAY, "List of 2025", city.pseudonym)
    }
    assert dry_run(campaign, ABOVE, city).total == (0, 0, 2)
    assert no_differences()


def test_what_a_person_decided_about_one_firm_stands(campaign, city):
    by_hand, closed = below(), in_scope(campaign, above())
    told = {"campaign": campaign, "reason": "asked for it", "actor": city}
    enter_scope(enterprise=by_hand, on=DAY, source="invited:1", **told)
    leave_scope(enterprise=closed, on=DAY, source="closed:1", **told)
    tried = dry_run(campaign, ABOVE, city)
    assert (tried.total, tried.kept, tried.held_out) == ((0, 0, 1), 1, 1)


def test_nobody_is_taken_out_where_that_was_not_asked(campaign, city):
    stays = in_scope(campaign, below())
    comes = above()
    apply(campaign, city, (1, 1), takes_out=False)
    assert inside(campaign) == {stays.pk, comes.pk}


def test_a_register_that_changed_since_the_dry_run_is_looked_at_again(campaign, city):
    above()
    with pytest.raises(Conflict):
        apply(campaign, city, (0, 0))
    assert not ScopeRun.objects.exists()


def test_a_run_that_died_goes_on_where_it_stood(campaign, city, monkeypatch):
    monkeypatch.setattr(applying_rule, "PIECE", 1)
    firms = [above() for _ in range(3)]
    start_run(campaign=campaign, seen=(3, 0), on=DAY, reason="r", takes_out=True, actor=city)

    def die(name):
        if name == "scope_run.piece":
            raise InjectedFault(name)

    with monkeypatch.context() as patched:
        patched.setattr(fault, "point", die)
        jobs.run_next("bulk", heartbeat=False)
    assert len(inside(campaign)) == 1
    Job.objects.update(not_before=None)
    jobs.run_until_empty("bulk", heartbeat=False)
    assert inside(campaign) == {firm.pk for firm in firms}
    assert ScopeRun.objects.get().entered == 3
    assert no_differences()


def test_a_firm_that_was_in_until_a_later_day_comes_back_on_that_day(campaign, city):
    firm = in_scope(campaign, above())
    later = date(2025, 6, 1)
    source = f"{selecting.RUN}0"
    told = {"campaign": campaign, "enterprise": firm, "reason": "", "actor": city}
    leave_scope(on=later, source=source, **told)
    apply(campaign, city, (1, 0))
    assert ScopeEntry.objects.get(enterprise=firm, left_on=None).entered_on == later


@pytest.mark.parametrize("on", [date(2023, 3, 26), date(2999, 1, 1)])
def test_a_rule_holds_from_a_day_of_the_campaign_up_to_today(campaign, city, on):
    above()
    with pytest.raises(Invalid) as refused:
        apply(campaign, city, (1, 0), on=on)
    assert list(refused.value.fields) == ["on"]


def test_a_closed_campaign_keeps_its_scope(campaign, city):
    close_campaign(campaign=campaign, reason="done", actor=city)
    with pytest.raises(Locked):
        apply(campaign, city, (0, 0))
