"""The plan that was agreed to: one is current, its items have owners, days and states."""

from datetime import date

import pytest
from django.urls import reverse

from diagnosis.deadlines import months_after
from diagnosis.models import Assessment, Plan
from diagnosis.planning.desk import Desk, current_score
from gongfu.core.clock import today
from gongfu.core.errors import Forbidden, Invalid
from gongfu.core.models import Role
from tests.factories import agreed, as_firm, assessment, consultant_for, member_of, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> Assessment:
    return submitted()


def address(done):
    return reverse("diagnosis:agreed_plan", args=[done.pk])


def test_what_is_agreed_keeps_what_it_was_to_come_to(done):
    plan = agreed(done)
    item = plan.items.first()
    desk = Desk(done, current_score(done), "en")
    worked_out = desk.planner.of([each.solution for each in plan.items.all()])
    assert plan.score == desk.row
    assert plan.total == worked_out.after.total.exact_text
    assert (item.state, item.owner, item.due_on > today()) == ("open", "", True)


def test_a_later_plan_takes_the_place_of_the_earlier_one(done):
    first, second = agreed(done, 1), agreed(done, 2)
    assert list(done.plans.filter(is_current=True)) == [second]
    assert Plan.objects.filter(pk=first.pk).exists()


def test_nothing_is_no_plan_and_a_viewer_agrees_to_none(done):
    with pytest.raises(Invalid):
        agreed(done, 0)
    with pytest.raises(Forbidden):
        agreed(done, 1, as_firm(done.enterprise, Role.VIEWER))


def test_ticks_are_agreed_to_on_the_page_and_then_followed_up(done, firm):
    client = firm(done)
    refs = Desk(done, current_score(done), "en").choosable[:2]
    page = reverse("diagnosis:plan", args=[done.pk])
    assert client.post(page, {"tick": refs}).headers["Location"] == address(done)
    item = done.plans.get().items.first()
    sent = {f"owner-{item.pk}": "王工", f"due-{item.pk}": "2027-01-31", f"state-{item.pk}": "done"}
    assert client.post(address(done), sent).status_code == 302
    item.refresh_from_db()
    assert (item.owner, item.due_on, item.state) == ("王工", date(2027, 1, 31), "done")
    text = client.get(address(done)).content.decode()
    assert "王工" in text
    assert "agreed to on" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("name", "value"), [("due", "2027-02-31"), ("due", "soon"), ("state", "moon"), ("owner", "\0")]
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_saved(name, value, done, firm):
    item = agreed(done, 1).items.get()
    response = firm(done).post(address(done), {f"{name}-{item.pk}": value, f"owner-{item.pk}x": ""})
    assert response.status_code == 422
    assert [where for where, _told in response.context["problems"]] == [f"{name}-{item.pk}"]
    item.refresh_from_db()
    assert (item.owner, item.state) == ("", "open")


def test_the_consultant_agrees_and_others_do_not_find_it(done, sign_in):
    agreed(done, 1)
    assert sign_in(consultant_for(done)).get(address(done)).status_code == 200
    assert sign_in(member_of(assessment())).get(address(done)).status_code == 404


def test_where_nothing_was_agreed_the_planner_opens(done, firm):
    response = firm(done).get(address(done))
    assert response.headers["Location"] == reverse("diagnosis:plan", args=[done.pk])


def test_months_end_on_a_day_that_every_month_has():
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_after(date(2026, 1, 15), 12) == date(2027, 1, 15)
