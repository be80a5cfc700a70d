"""Language, size of text and acting role: kept with the account, else with the browser."""

import pytest
from django.conf import settings
from django.urls import reverse

from gongfu.core.models import Role, ScopeKind
from tests.factories import PASSWORD, UserFactory, grant

pytestmark = pytest.mark.django_db

LANGUAGE, TEXT = reverse("core:language"), reverse("core:text_size")
ABOUT = reverse("core:definitions")


def lang_of(client, **headers) -> str:
    html = client.get(ABOUT, **headers).content.decode()
    return html.split('<html lang="')[1].split('"')[0]


def test_a_visitor_gets_chinese_unless_the_browser_asks_for_english(client):
    assert lang_of(client) == "zh-Hans"
    assert lang_of(client, HTTP_ACCEPT_LANGUAGE="fr") == "zh-Hans"
    assert lang_of(client, HTTP_ACCEPT_LANGUAGE="en-GB") == "en"
    assert lang_of(client, HTTP_ACCEPT_LANGUAGE="zh-CN") == "zh-Hans"


def test_a_visitor_s_choice_is_kept_in_the_browser(client):
    client.post(LANGUAGE, {"language": "en"})
    assert lang_of(client, HTTP_ACCEPT_LANGUAGE="zh-CN") == "en"


def test_the_switch_leads_back_to_the_same_page_and_query(client):
    back = f"{ABOUT}?q=%E6%B2%AA&page=2"
    assert client.post(LANGUAGE, {"language": "en", "next": back}).url == back


def test_the_language_of_the_account_comes_along_to_another_browser(client):
    user = UserFactory.create()
    client.force_login(user)
    client.post(LANGUAGE, {"language": "en"})
    elsewhere = type(client)()
    elsewhere.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert lang_of(elsewhere, HTTP_ACCEPT_LANGUAGE="zh-CN") == "en"


def test_a_cookie_that_somebody_left_behind_does_not_win_over_the_account(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    client.force_login(UserFactory.create(language="en"))
    assert lang_of(client) == "en"


def test_who_never_chose_keeps_what_the_browser_had(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(UserFactory.create(language=""))
    assert lang_of(client) == "en"


def test_an_unknown_language_is_refused_in_words(client):
    response = client.post(LANGUAGE, {"language": "tlh"})
    assert response.status_code == 422


def test_the_page_names_its_language_in_the_header_too(client):
    client.force_login(UserFactory.create(language="en"))
    assert client.get(ABOUT)["Content-Language"] == "en"


def test_large_text_is_kept_with_the_account(client):
    user = UserFactory.create()
    client.force_login(user)
    client.post(TEXT, {"size": "large", "next": ABOUT})
    elsewhere = type(client)()
    elsewhere.force_login(user)
    assert 'data-size="large"' in elsewhere.get(ABOUT).content.decode()
    client.post(TEXT, {"size": "normal"})
    assert "data-size" not in client.get(ABOUT).content.decode()


def test_a_visitor_s_large_text_is_kept_in_the_browser(client):
    client.post(TEXT, {"size": "large"})
    assert 'data-size="large"' in client.get(ABOUT).content.decode()


def test_a_person_acts_in_the_role_chosen_and_only_in_one_that_is_held(client, demo):
    user = UserFactory.create(language="en")
    grant(Role.OPERATOR, ScopeKind.CITY, user=user)
    author = grant(Role.AUTHOR, ScopeKind.CITY, user=user)
    foreign = grant(Role.AUDITOR, ScopeKind.CITY)
    client.force_login(user)
    jobs = reverse("core:jobs")
    assert client.get(jobs).status_code == 200
    client.post(reverse("core:grant"), {"grant": author.pk})
    assert client.get(jobs).status_code == 403
    assert client.post(reverse("core:grant"), {"grant": foreign.pk}).status_code == 422
    assert client.post(reverse("core:grant"), {"grant": "x"}).status_code == 422
