"""The list of agreed plans: what officials see of them, by filters and as a file."""

from datetime import timedelta

import pytest
from django.urls import reverse

from diagnosis.models import PlanCheck
from gongfu.core.clock import today
from tests.factories import agreed, as_regulator, submitted
from tests.reports.conftest import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.GONGFU_DEMO = True


@pytest.fixture
def plan():
    """A plan whose first check is overdue."""
    made = agreed(submitted(), 1)
    PlanCheck.objects.filter(plan=made, months=3).update(due_on=today() - timedelta(days=30))
    return made


def test_officials_find_what_is_overdue(plan):
    client, page = browser_of(as_regulator()), reverse("diagnosis:plans")
    (line,) = client.get(page, {"standing": "overdue"}).context["lines"]
    assert (line["plan"], line["overdue"]) == (plan, 16)
    assert client.get(page, {"standing": "done"}).context["lines"] == []
    assert client.get(page).context["counts"] == {"all": 1, "done": 0, "due": 0, "overdue": 1}
    file = client.get(reverse("diagnosis:plans_export", args=["csv"]))
    assert plan.assessment.enterprise.uscc in file.getvalue().decode()


def test_another_district_sees_none_of_it(plan):
    district = plan.assessment.enterprise.district_id
    other = "310151" if district != "310151" else "310101"
    assert browser_of(as_regulator(other)).get(reverse("diagnosis:plans")).context["lines"] == []


def test_wrong_filters_narrow_nothing_and_break_nothing(plan):
    client = browser_of(as_regulator())
    asked = {"standing": "moon", "district": "x", "o": "moon", "q": "\0"}
    assert client.get(reverse("diagnosis:plans"), asked).status_code == 200
