"""One fill, several indices: estimates beside a result, and answers taken over."""

import pytest
from django.urls import reverse

from diagnosis.models import Assessment
from diagnosis.services.opening import open_extra
from diagnosis.services.prefilling import prefill
from diagnosis.which_release import release_named
from gongfu.core.models import Role, User
from tests.factories import (
    SYSTEM,
    as_firm,
    as_regulator,
    assessment,
    give,
    member_of,
    submitted,
)

pytestmark = pytest.mark.django_db
STANDARD = "gbt-39116-discrete 2020"


@pytest.fixture
def done() -> Assessment:
    return submitted()


def page(name: str, opened: Assessment, *more: object) -> str:
    return reverse(f"diagnosis:{name}", args=[opened.pk, *more])


def standard_beside(opened: Assessment) -> Assessment:
    return open_extra(beside=opened, release=release_named(STANDARD), actor=SYSTEM)


def test_the_result_leads_to_the_other_indices(done, firm):
    assert page("estimates", done) in firm(done).get(page("result", done)).content.decode()


def test_each_framework_shows_a_range_and_what_is_open(done, firm):
    response = firm(done).get(page("estimates", done))
    text = response.content.decode()
    shown = {str(one.release): one for one in response.context["estimates"]}
    assert set(shown) == {STANDARD, "gbt-39116-process 2020", "impuls-industrie40 2015"}
    Assessment.objects.update(profile={"process": "discrete"})
    again = firm(done).get(page("estimates", done)).context["estimates"]
    assert [str(one.release) for one in again] == [STANDARD, "impuls-industrie40 2015"]
    standard = shown[STANDARD]
    assert standard.answered == 75
    assert standard.open_count == sum(page.count for page in standard.open)
    assert standard.span == "1.18 to 3.25"
    assert "not results" in text
    assert "75" in text


def test_what_opening_means_is_said_before_anything_is_opened(done, firm):
    client = firm(done)
    link = f"{page('open_estimate', done)}?release=gbt-39116-discrete%202020"
    assert link in client.get(page("estimates", done)).content.decode()
    text = client.get(link).content.decode()
    for said in (
        "127 questions in all",
        "75 answers from",
        "voluntary",
        "none; nobody reminds you",
    ):
        assert said in text
    assert not Assessment.objects.filter(is_extra=True).exists()
    assert client.get(page("open_estimate", done)).status_code == 422


def test_the_firm_opens_the_other_framework_with_its_answers(done, firm):
    client = firm(done)
    response = client.post(page("open_estimate", done), {"release": STANDARD}, follow=True)
    opened = Assessment.objects.get(framework_ref="gbt-39116-discrete")
    assert response.request["PATH_INFO"] == page("tasks", opened)
    assert opened.answered == 75
    assert "Go on with this assessment" in client.get(page("estimates", done)).content.decode()


@pytest.mark.parametrize("release", ["", "miit-sme 1", "x" * 300])
def test_opening_something_else_is_refused_in_words(done, firm, release):
    response = firm(done).post(page("open_estimate", done), {"release": release})
    assert response.status_code == 422


def test_who_may_not_open_it_is_told_who_may(done, sign_in):
    viewer = as_firm(done.enterprise, Role.VIEWER)
    text = sign_in(viewer).get(page("estimates", done)).content.decode()
    assert "The owner of the account" in text
    assert sign_in(viewer).post(page("open_estimate", done)).status_code == 403
    text = sign_in(as_regulator()).get(page("estimates", done)).content.decode()
    assert "Only the enterprise itself" in text


def test_the_task_list_offers_what_can_be_taken_over(firm):
    source = assessment(s05="3", q10=["D"])
    target = standard_beside(source)
    client = firm(source)
    assert (
        "can be answered from your assessment" in client.get(page("tasks", target)).content.decode()
    )
    response = client.post(page("take_over", target), {"source": source.pk}, follow=True)
    assert "answers were taken over" in response.content.decode()
    again = client.post(page("take_over", target), {"source": source.pk})
    assert again.status_code == 422


def test_a_card_says_where_its_answer_comes_from_until_it_is_the_firms_own(firm):
    source = assessment(s05="3")
    target = standard_beside(source)
    prefill(assessment=target, source=source, user=User.objects.get(pk=member_of(source).user_id))
    client = firm(source)
    section = page("section", target, "planning")
    words = "Taken over from “SME digital level (2024)”: Planning and scheduling"
    assert client.get(section).content.decode().count(words) == 4
    assert words in client.get(page("history", target)).content.decode()
    assert "4 answers were taken over" in client.get(page("check", target)).content.decode()
    give(target, **{"planning-3a": "C"})
    assert client.get(section).content.decode().count(words) == 3


def test_going_on_from_a_section_confirms_what_stands_there(firm):
    source = assessment(s05="3")
    target = standard_beside(source)
    prefill(assessment=target, source=source, user=User.objects.get(pk=member_of(source).user_id))
    client = firm(source)
    sent = {"planning-3a": "C", "planning-3a.rev": "1"}
    section = page("section", target, "planning")
    client.post(section, sent)
    key = "gbt-39116-discrete:planning-3a"
    assert "origin" in target.sheets.get().document[key]
    client.post(section, {**sent, "go": "next"})
    assert "origin" not in target.sheets.get().document[key]
