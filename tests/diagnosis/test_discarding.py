"""A voluntary self-assessment never stands in the way of the campaign's, and can be discarded."""

import pytest
from django.urls import reverse

from diagnosis.models import Assessment
from diagnosis.services.discarding import discard_extra, take_back
from diagnosis.services.opening import open_extra
from diagnosis.which_release import release_named
from gongfu.core.errors import Forbidden, Locked
from gongfu.core.models import Role
from tests.diagnosis.conftest import person
from tests.diagnosis.test_submitting import submit
from tests.factories import SYSTEM, as_firm, as_regulator, assessment, full_answers, member_of

pytestmark = pytest.mark.django_db
OTHER = "impuls-industrie40 2015"


@pytest.fixture
def asked() -> Assessment:
    """What the campaign asks, half done."""
    return assessment(q1=["B"])


@pytest.fixture
def extra(asked) -> Assessment:
    return open_extra(beside=asked, release=release_named(OTHER), actor=SYSTEM)


def discard(extra: Assessment) -> None:
    actor = member_of(extra)
    discard_extra(assessment=extra, actor=actor, user=person(actor))


def test_what_the_campaign_asks_stays_first(asked, extra, firm):
    client = firm(asked)
    home = client.get("/my/")
    assert home.context["assessment"] == asked
    assert "Voluntary self-assessments" in home.content.decode()
    assert client.get("/my/assessment/")["Location"] == reverse("diagnosis:tasks", args=[asked.pk])


def test_voluntary_pages_say_so_and_show_no_due_date(extra, firm):
    text = firm(extra).get(reverse("diagnosis:tasks", args=[extra.pk])).content.decode()
    assert "voluntary, no due date" in text
    assert "days left" not in text


def test_discarding_asks_first_and_hides_it_everywhere(asked, extra, firm):
    client = firm(extra)
    url = reverse("diagnosis:discard", args=[extra.pk])
    assert "Nothing is deleted" in client.get(url).content.decode()
    said = client.post(url, follow=True).content.decode()
    assert "was discarded" in said
    assert "Take it back" in said
    assert not Assessment.objects.visible_to(member_of(asked)).filter(pk=extra.pk).exists()


def test_an_old_link_says_to_its_firm_alone_who_discarded_it(asked, extra, firm, sign_in):
    discard(extra)
    url = reverse("diagnosis:tasks", args=[extra.pk])
    gone = firm(extra).get(url)
    assert gone.status_code == 410
    assert f"was discarded by {extra.enterprise.memberships.get().user.name} on" in (
        gone.content.decode()
    )
    for stranger in (member_of(assessment()), as_regulator()):
        assert sign_in(stranger).get(url).status_code == 404


def test_it_comes_back_with_its_answers(extra, firm):
    document = extra.sheets.get().document
    discard(extra)
    back = firm(extra).post(reverse("diagnosis:take_back", args=[extra.pk]), follow=True)
    assert "is back with all of its answers" in back.content.decode()
    extra.refresh_from_db()
    assert extra.discarded_at is None
    assert extra.sheets.get().document == document


def test_opening_the_framework_again_brings_it_back(asked, extra):
    discard(extra)
    again = open_extra(beside=asked, release=release_named(OTHER), actor=SYSTEM)
    assert again == extra
    assert Assessment.objects.get(pk=extra.pk).discarded_at is None


def test_only_an_owner_discards_and_only_what_is_voluntary(asked, extra):
    editor = as_firm(asked.enterprise, Role.EDITOR)
    with pytest.raises(Forbidden):
        discard_extra(assessment=extra, actor=editor, user=person(editor))
    with pytest.raises(Locked):
        discard(asked)
    with pytest.raises(Forbidden):
        take_back(assessment=extra, actor=editor)


def test_the_campaigns_own_has_no_page_to_discard_it(asked, firm):
    assert firm(asked).get(reverse("diagnosis:discard", args=[asked.pk])).status_code == 409


def test_what_was_discarded_meanwhile_is_not_submitted(asked):
    framework = "miit-sme 2024"
    extra = assessment(**full_answers(framework))
    Assessment.objects.filter(pk=extra.pk).update(is_extra=True)
    extra.refresh_from_db()
    discard(Assessment.objects.get(pk=extra.pk))
    with pytest.raises(Locked):
        submit(extra)
