"""The frame around every page: navigation by role, start pages, errors, statements."""

import logging

import pytest
from django.urls import NoReverseMatch, reverse

from gongfu.core.models import Role
from gongfu.core.navigation import BARS, bar_of
from gongfu.core.views.home import STARTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [role for role in Role if role in BARS])
def test_a_bar_has_at_most_six_entries_and_only_pages_that_exist(role):
    links = bar_of(role, "")
    assert 1 <= len(links) <= 6
    assert all(link.url.startswith("/") for link in links)


def test_the_page_that_is_open_is_the_current_one():
    current = [link.url for link in bar_of(Role.OPERATOR, "core:job") if link.current]
    assert current == [reverse("core:jobs")]


@pytest.mark.parametrize("role", sorted(STARTS))
def test_everybody_starts_where_the_work_is(client, signed_in, demo, role):
    signed_in(role)
    try:
        expected = reverse(STARTS[role])
    except NoReverseMatch:
        expected = reverse("core:account")
    assert client.get("/").url == expected


def test_a_visitor_starts_at_the_sign_in_and_somebody_without_a_role_at_the_account(
    client, signed_in
):
    assert client.get("/").url == reverse("account_login")
    signed_in()
    assert client.get("/").url == reverse("core:account")
    assert "You hold no role today" in client.get(reverse("core:account")).content.decode()


def test_staff_work_in_dense_pages_and_firms_in_roomy_ones(client, signed_in, demo):
    signed_in(Role.OPERATOR)
    assert 'data-density="dense"' in client.get(reverse("core:jobs")).content.decode()
    signed_in(Role.OWNER)
    assert "data-density" not in client.get(reverse("core:account")).content.decode()


def test_the_demo_is_marked_on_every_page_and_nothing_else_is(client, settings):
    about = reverse("core:definitions")
    assert 'class="sim"' not in client.get(about).content.decode()
    settings.GONGFU_DEMO = True
    assert 'class="sim"' in client.get(about).content.decode()
    assert 'class="sim"' in client.get("/nowhere/").content.decode()


@pytest.mark.parametrize("name", ["definitions", "accessibility", "privacy"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_statements_have_one_heading_and_a_title_of_their_own(client, name, language):
    html = client.get(
        reverse(f"core:{name}"), headers={"Accept-Language": language}
    ).content.decode()
    assert html.count("<h1") == 1
    title, _, site = html.split("<title>")[1].split("</title>")[0].rpartition(" · ")
    assert title
    assert site in ("工赋", "Gongfu")


def test_a_page_that_is_not_there_says_what_to_do(client):
    response = client.get("/nowhere/", headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert "Check the address" in response.content.decode()


def test_the_api_says_the_same_as_json(client):
    response = client.get("/api/v1/nowhere/", headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert response.json()["code"] == "not_found"
    assert response.json()["request_id"]


def test_what_is_not_open_says_so(client, signed_in):
    signed_in(Role.OWNER)
    response = client.get(reverse("core:jobs"))
    assert response.status_code == 403
    assert "not open to you" in response.content.decode()


def test_a_method_a_page_does_not_have_names_those_it_has(client):
    response = client.delete(reverse("core:definitions"))
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def fail(*args, **kwargs):
    raise RuntimeError("secret detail")


def test_our_own_mistake_needs_no_database_and_tells_no_details(
    client, monkeypatch, django_assert_num_queries
):
    logging.disable(logging.CRITICAL)
    client.raise_request_exception = False
    monkeypatch.setattr("gongfu.core.views.statements.render", fail)
    with django_assert_num_queries(0):
        response = client.get(reverse("core:definitions"), headers={"Accept-Language": "en"})
    logging.disable(logging.NOTSET)
    html = response.content.decode()
    assert response.status_code == 500
    assert "That was our mistake" in html
    assert "secret detail" not in html
    assert response["X-Request-Id"] in html
