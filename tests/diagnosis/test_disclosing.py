"""A provider says what it sells itself before it touches a firm's plan, and the firm reads it."""

import pytest
from django.urls import reverse

from diagnosis.following.noting import follow_up
from diagnosis.models import Disclosure
from diagnosis.planning.agreeing import agree_plan
from diagnosis.planning.desk import Desk, current_score
from gongfu.core.errors import Forbidden
from gongfu.core.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    return factories.submitted()


@pytest.fixture
def consultant(done):
    return factories.consultant_for(done)


def agree(done, actor, count=2):
    desk = Desk(done, current_score(done), "en")
    return agree_plan(
        assessment=done,
        score=desk.row,
        plan=desk.planner.of(desk.choosable[:count]),
        user=User.objects.get(pk=actor.user_id),
        actor=actor,
    )


def say(client, plan, answer):
    address = reverse("diagnosis:interest", args=[plan.assessment_id])
    return client.post(address, {str(item.pk): answer for item in plan.items.all()})


def test_a_provider_changes_nothing_before_it_says_what_it_sells(done, consultant, sign_in):
    plan = agree(done, factories.member_of(done))
    user = User.objects.get(pk=consultant.user_id)
    with pytest.raises(Forbidden):
        follow_up(plan=plan, said={}, user=user, actor=consultant)
    browser = sign_in(consultant)
    assert say(browser, plan, "").status_code == 422
    assert say(browser, plan, "yes").status_code == 302
    assert set(Disclosure.objects.values_list("sells", flat=True)) == {True}
    assert follow_up(plan=plan, said={}, user=user, actor=consultant) == []


def test_the_firm_reads_it_and_a_later_plan_keeps_it(done, consultant, sign_in, firm):
    plan = agree(done, consultant)
    say(sign_in(consultant), plan, "yes")
    page = firm(done).get(reverse("diagnosis:agreed_plan", args=[done.pk])).content.decode()
    assert "Interests of the provider" in page
    assert page.count("yes, it or a related company") == 2
    later = agree(done, factories.member_of(done), count=3)
    assert Disclosure.objects.filter(item__plan=later).count() == 2
