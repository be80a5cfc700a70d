"""Sign-in: words that give nothing away, a lock that says how long, redirects that stay here."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from gongfu.core import jobs
from gongfu.core.models import AuditEntry, Job, Role, ScopeKind, User
from tests.factories import PASSWORD, UserFactory, grant

pytestmark = pytest.mark.django_db

LOGIN, RESET = reverse("account_login"), reverse("account_reset_password")
JOB = reverse("core:job", args=[1])


@pytest.fixture(autouse=True)
def _english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def attempt(client, email, password="wrong", **more):  # noqa: S107
    return client.post(LOGIN, {"login": email, "password": password, **more})


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def plain(response) -> str:
    """The page without what differs by nature: tokens, and the address that was typed."""
    varies = r'name="csrfmiddlewaretoken" value="\w+"|value="[^"]*@[^"]*"|class="code">\w+<'
    return re.sub(varies, "", response.content.decode())


def test_the_right_password_opens_the_start_page(client):
    assert attempt(client, UserFactory.create().email, PASSWORD).url == "/"
    assert signed_in(client)


@pytest.mark.parametrize("spelling", [str.upper, "  {}  ".format, str.title])
def test_case_and_blanks_of_the_address_do_not_matter(client, spelling):
    user = UserFactory.create()
    attempt(client, spelling(user.email), PASSWORD)
    assert signed_in(client)


def test_a_wrong_password_and_an_unknown_address_read_the_same(client):
    known = attempt(client, UserFactory.create().email)
    unknown = attempt(client, "nobody@example.org")
    assert known.status_code == unknown.status_code == 422
    assert plain(known) == plain(unknown)


def test_a_closed_account_reads_like_a_wrong_password(client):
    closed = attempt(client, UserFactory.create(is_active=False).email)
    assert plain(closed) == plain(attempt(client, "nobody@example.org"))


def test_five_wrong_passwords_lock_the_account_and_the_page_says_how_long(client):
    user = UserFactory.create()
    for _attempt in range(5):
        response = attempt(client, user.email)
    assert response.status_code == 429
    assert "in 15 minutes" in response.content.decode()
    assert 0 < int(response["Retry-After"]) <= 900
    assert attempt(client, user.email, PASSWORD).status_code == 429
    assert not signed_in(client)


def test_the_lock_counts_spellings_of_an_address_as_one(client):
    user = UserFactory.create()
    for spelling in (str.lower, str.upper, str.title, str.swapcase, " {} ".format):
        response = attempt(client, spelling(user.email))
    assert response.status_code == 429


def test_an_address_without_account_is_locked_in_the_same_words(client):
    user = UserFactory.create()
    for _attempt in range(5):
        known, unknown = attempt(client, user.email), attempt(client, "nobody@example.org")
    assert known.status_code == 429
    assert plain(known) == plain(unknown)


def test_the_lock_opens_after_a_quarter_of_an_hour(client):
    user = UserFactory.create()
    for _attempt in range(5):
        attempt(client, user.email)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    attempt(client, user.email, PASSWORD)
    assert signed_in(client)


def test_wrong_passwords_of_one_account_lock_no_other(client):
    for _attempt in range(5):
        attempt(client, "somebody@example.org")
    attempt(client, UserFactory.create().email, PASSWORD)
    assert signed_in(client)


def test_signing_out_takes_a_post(client):
    client.force_login(UserFactory.create())
    assert client.get(reverse("account_logout")).status_code == 405
    assert signed_in(client)
    client.post(reverse("account_logout"))
    assert not signed_in(client)


@pytest.mark.parametrize(
    "path",
    ["/signup/", "/login/signup/", "/accounts/signup/", "/account/email/", "/accounts/login/"],
)
def test_there_is_no_sign_up_and_no_page_for_addresses(client, path):
    assert client.get(path).status_code == 404


def test_the_trail_tells_a_good_sign_in_from_a_failed_one(client):
    user = UserFactory.create()
    attempt(client, user.email)
    attempt(client, user.email, PASSWORD)
    entries = list(AuditEntry.objects.order_by("id").values_list("action", "result", "actor"))
    assert entries == [
        ("account_login", "refused", "visitor"),
        ("account_login", "ok", user.pseudonym),
    ]


def ask_for_reset(client, email):
    response = client.post(RESET, {"email": email})
    jobs.run_until_empty("interactive", heartbeat=False)
    return response


def test_a_reset_asked_for_by_a_stranger_looks_the_same_and_sends_nothing(client):
    known = ask_for_reset(client, UserFactory.create().email)
    assert len(mail.outbox) == 1
    unknown = ask_for_reset(client, "nobody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 1


def test_no_address_stays_behind_in_the_job(client):
    ask_for_reset(client, UserFactory.create().email)
    assert list(Job.objects.values_list("state", "payload")) == [("done", {})]


def link_in(message) -> str:
    return re.search(r"https?://[^/]+(/\S+)", message.body)[1]


def test_the_link_sets_a_new_password_once(client):
    user = UserFactory.create()
    ask_for_reset(client, user.email)
    link = link_in(mail.outbox[0])
    form = client.get(link, follow=True)
    action = form.redirect_chain[-1][0]
    new = "a new sentence to remember"
    done = client.post(action, {"password1": new, "password2": new})
    assert done.url == reverse("account_reset_password_from_key_done")
    assert User.objects.get(pk=user.pk).check_password(new)
    assert not signed_in(client)
    again = type(client)().get(link, follow=True)
    assert reverse("account_reset_password") in again.content.decode()
    assert "password1" not in again.content.decode()


def test_the_mail_is_in_the_language_of_the_account(client):
    ask_for_reset(client, UserFactory.create(language="en").email)
    assert mail.outbox[0].subject == "Set a new password for Gongfu"


def test_a_weak_new_password_is_refused_with_the_reason(client):
    user = UserFactory.create(language="en")
    client.force_login(user)
    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "short", "password2": "short"},
    )
    assert response.status_code == 422
    assert "12" in response.content.decode()


def test_changing_the_password_keeps_this_session_and_says_so(client):
    user = UserFactory.create(language="en")
    client.force_login(user)
    new = "a new sentence to remember"
    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
        follow=True,
    )
    assert "The password is changed." in response.content.decode()


def test_an_old_password_must_be_changed_first_where_the_installation_says_so(client, settings):
    client.force_login(UserFactory.create())
    grant(Role.OWNER, ScopeKind.ENTERPRISE, 1, user=User.objects.get())
    assert client.get(JOB).status_code == 404
    settings.PASSWORD_MAX_AGE_DAYS = 90
    assert client.get(JOB).status_code == 404
    User.objects.update(password_changed_at=timezone.now() - timedelta(days=91))
    assert client.get(JOB).url == reverse("account_change_password")
    assert client.get(reverse("account_change_password")).status_code == 200
