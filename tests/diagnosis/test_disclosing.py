"""A provider says what it sells itself before it touches a firm's plan, and the firm reads it."""

import pytest
from django.urls import reverse

from diagnosis.following.noting import follow_up
from diagnosis.models import Disclosure
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


def say(client, plan, answer):
    address = reverse("diagnosis:interest", args=[plan.assessment_id])
    return client.post(address, {str(item.pk): answer for item in plan.items.all()})


def test_a_provider_changes_nothing_before_it_says_what_it_sells(done, consultant, sign_in):
    plan = factories.agreed(done)
    user = User.objects.get(pk=consultant.user_id)
    with pytest.raises(Forbidden):
        follow_up(plan=plan, said={}, user=user, actor=consultant)
    browser = sign_in(consultant)
    assert say(browser, plan, "").status_code == 422
    assert say(browser, plan, "yes").status_code == 302
    assert set(Disclosure.objects.values_list("sells", flat=True)) == {True}
    assert follow_up(plan=plan, said={}, user=user, actor=consultant) == []


def test_the_firm_reads_it_and_a_later_plan_keeps_it(done, consultant, sign_in, firm):
    plan = factories.agreed(done, actor=consultant)
    say(sign_in(consultant), plan, "yes")
    page = firm(done).get(reverse("diagnosis:agreed_plan", args=[done.pk])).content.decode()
    assert "Interests of the provider" in page
    assert page.count("yes, it or a related company") == 2
    later = factories.agreed(done, 3)
    assert Disclosure.objects.filter(item__plan=later).count() == 2
