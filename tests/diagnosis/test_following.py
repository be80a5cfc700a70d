"""What becomes of an agreed plan: checks, changes of its measures, and the district's share."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse

from diagnosis.deadlines import CHECK_CATCH_UP, PLAN_CHECKS
from diagnosis.following.asking import ask_due
from diagnosis.library import library
from diagnosis.models import Notice, PlanCheck, PlanItemChange
from diagnosis.planning.telling import span_text
from enterprises.models import TakeUp
from gongfu.core import clock, fault, jobs
from gongfu.core.fault import InjectedFault
from reports.coverage.reading import Slice, read
from reports.coverage.recounting import differences
from tests.factories import SYSTEM, agreed, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """A plan of two measures, agreed to today by the firm's owner."""
    return agreed(submitted())


@pytest.fixture
def due(plan):
    """Its first check, due today."""
    check = plan.checks.first()
    PlanCheck.objects.filter(pk=check.pk).update(due_on=clock.today())
    check.refresh_from_db()
    return check


def page(plan):
    return reverse("diagnosis:agreed_plan", args=[plan.assessment_id])


def of(check):
    return reverse("diagnosis:plan_check", args=[check.plan.assessment_id, check.pk])


def taken_up(plan):
    return read(Slice(plan.assessment.campaign_id, clock.today())).total().taken_up


def test_a_measure_that_is_done_moves_the_share_and_can_be_taken_back(plan, firm):
    client, item = firm(plan.assessment), plan.items.first()
    client.post(page(plan), {f"state-{item.pk}": "done", f"cost-{item.pk}": "12.5"})
    item.refresh_from_db()
    assert (item.done_on, item.cost, taken_up(plan)) == (clock.today(), Decimal("12.50"), 1)
    assert not [line for line in differences(Counter()) if "take-up" in line]
    client.post(page(plan), {f"state-{item.pk}": "started"})
    assert taken_up(plan) == 0
    assert list(TakeUp.objects.order_by("pk").values_list("since", flat=True)) == [
        clock.today(),
        None,
    ]


def test_a_measure_says_how_long_it_takes_and_when_it_ends_is_as_agreed(plan, firm):
    item = plan.items.first()
    lasts = span_text(library().known[item.solution].months)
    text = firm(plan.assessment).get(page(plan)).content.decode()
    assert f"Planned: {lasts} months" in text
    assert f'value="{item.due_on.isoformat()}"' in text


def test_every_change_is_kept_with_who_and_when(plan, firm):
    item = plan.items.first()
    sent = {f"state-{item.pk}": "dropped", f"reason-{item.pk}": "No budget"}
    response = firm(plan.assessment).post(page(plan), sent, follow=True)
    changes = PlanItemChange.objects.order_by("pk").values_list("field", "before", "after")
    assert list(changes) == [("state", "open", "dropped"), ("reason", "", "No budget")]
    assert "No budget" in response.content.decode()


def test_saving_without_a_change_writes_nothing(plan, firm):
    item = plan.items.first()
    firm(plan.assessment).post(page(plan), {f"state-{item.pk}": "open", f"cost-{item.pk}": ""})
    assert not PlanItemChange.objects.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("done", {"state": "done", "done": "1999-01-01"}),
        ("done", {"state": "done", "done": "someday"}),
        ("cost", {"cost": "-1"}),
        ("cost", {"cost": "1e9"}),
        ("reason", {"state": "dropped"}),
        ("state", {"state": "started", "seen": "2020-01-01"}),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(name, said, plan, firm):
    item = plan.items.first()
    sent = {f"{key}-{item.pk}": value for key, value in said.items()}
    response = firm(plan.assessment).post(page(plan), sent)
    assert response.status_code == 422
    assert [where for where, _told in response.context["problems"]] == [f"{name}-{item.pk}"]
    assert not PlanItemChange.objects.exists()


def test_a_later_plan_keeps_how_far_its_measures_are(plan, firm):
    item = plan.items.first()
    firm(plan.assessment).post(page(plan), {f"state-{item.pk}": "done", f"owner-{item.pk}": "王工"})
    later = agreed(plan.assessment, 3).items.get(solution=item.solution)
    assert (later.state, later.owner, later.done_on) == ("done", "王工", clock.today())


def test_a_check_asks_three_questions_once(due, firm):
    client, item = firm(due.plan.assessment), due.plan.items.first()
    home = client.get(reverse("diagnosis:home")).content.decode()
    assert of(due) in home
    assert client.post(of(due), {f"state-{item.pk}": "started"}).status_code == 422
    sent = {f"state-{item.pk}": "started", "spent": "30", "helps": "Voucher", "hinders": "Staff"}
    assert client.post(of(due), sent).status_code == 302
    due.refresh_from_db()
    item.refresh_from_db()
    assert (due.spent, due.helps, item.state) == (Decimal(30), "Voucher", "started")
    assert client.post(of(due), sent).status_code == 409
    assert "Voucher" in client.get(of(due)).content.decode()
    assert of(due) not in client.get(reverse("diagnosis:home")).content.decode()


def sent_mails(check):
    """Those that ask for this check."""
    mail.outbox.clear()
    jobs.run_until_empty("bulk", heartbeat=False)
    return [message for message in mail.outbox if of(check) in message.body]


def test_checks_are_made_with_the_plan_and_each_is_asked_for_by_one_mail(plan):
    assert [check.months for check in plan.checks.all()] == list(PLAN_CHECKS)
    first = plan.checks.first()
    before, late = first.due_on - timedelta(days=1), first.due_on + CHECK_CATCH_UP
    assert ask_due(today=before, actor=SYSTEM) == 0
    assert ask_due(today=late + timedelta(days=1), actor=SYSTEM) == 0
    assert ask_due(today=late, actor=SYSTEM) == 1
    assert ask_due(today=late, actor=SYSTEM) == 0
    assert len(sent_mails(first)) == 1


def test_a_death_while_asking_asks_again_and_an_answer_stops_the_mail(due, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(fault, "point", fail_at("plan_check.asked"))
        with pytest.raises(InjectedFault):
            ask_due(today=clock.today(), actor=SYSTEM)
    assert not Notice.objects.filter(kind="plan_check").exists()
    assert ask_due(today=clock.today(), actor=SYSTEM) == 1
    PlanCheck.objects.filter(pk=due.pk).update(answered_at=clock.now())
    assert sent_mails(due) == []


def fail_at(name):
    def point(reached):
        if reached == name:
            raise InjectedFault(name)

    return point


def test_nobody_is_asked_about_a_plan_that_was_replaced(due):
    agreed(due.plan.assessment, 1)
    assert ask_due(today=clock.today(), actor=SYSTEM) == 0


def test_the_answer_to_a_later_check_passes_over_an_earlier_one(due, firm):
    later = due.plan.checks.get(months=6)
    PlanCheck.objects.filter(pk=later.pk).update(due_on=clock.today(), answered_at=clock.now())
    assert ask_due(today=clock.today(), actor=SYSTEM) == 0
    assert firm(due.plan.assessment).post(of(due), {"spent": "1"}).status_code == 409
