"""R-A08 in part: no staff page without the second factor, and a code counts once."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from gongfu.core.models import Role
from tests.authenticator import code_of, older_code_of
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN, CODE = reverse("account_login"), reverse("mfa_authenticate")
ACTIVATE, JOBS = reverse("mfa_activate_totp"), reverse("core:jobs")


@pytest.fixture
def staff(client, signed_in):
    """A member of staff who has set an app up; `staff.secret` is what the app holds."""
    user = signed_in(Role.OPERATOR)
    user.secret = totp.generate_totp_secret()
    from_adapter = totp.TOTP.activate(user, user.secret)
    assert user.secret not in from_adapter.instance.data["secret"]
    client.logout()
    return user


def sign_in(client, user):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD})


def enter(client, code):
    return client.post(CODE, {"code": code})


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client, signed_in):
    signed_in(Role.OPERATOR)
    assert client.get(JOBS).url == ACTIVATE


def test_the_demo_lets_them_in_and_says_so(client, signed_in, demo):
    signed_in(Role.OPERATOR)
    assert client.get(JOBS).status_code == 200
    assert "without a second factor" in client.get(reverse("core:account")).content.decode()
    client.logout()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "switched off for staff" in client.get(LOGIN).content.decode()


def test_firms_need_none(client, signed_in):
    signed_in(Role.OWNER)
    assert client.get(reverse("core:account")).status_code == 200


def test_the_password_alone_opens_nothing(client, staff):
    assert sign_in(client, staff).url == CODE
    assert client.get(JOBS).url.startswith(LOGIN)
    assert client.get(reverse("core:account")).url == LOGIN


def test_password_and_code_open_the_page(client, staff):
    sign_in(client, staff)
    enter(client, code_of(staff.secret))
    assert client.get(JOBS).status_code == 200


def test_a_wrong_code_is_refused_in_words(client, staff):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    sign_in(client, staff)
    response = enter(client, "000000")
    assert response.status_code == 422
    assert "This code is not right" in response.content.decode()


def test_an_old_code_opens_nothing(client, staff):
    sign_in(client, staff)
    assert enter(client, older_code_of(staff.secret, steps=3)).status_code == 422


def test_a_code_counts_once_even_in_another_process(client, staff):
    code = code_of(staff.secret)
    sign_in(client, staff)
    enter(client, code)
    client.logout()
    totp.cache.clear()  # another process has its own
    sign_in(client, staff)
    assert enter(client, code).status_code == 422


def test_a_recovery_code_counts_once(client, signed_in):
    user = signed_in(Role.OPERATOR)
    secret = activate(client)
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10
    assert secret
    for status in (302, 422):
        client.logout()
        sign_in(client, user)
        assert enter(client, codes[0]).status_code == status


def activate(client) -> str:
    """Set the app up through the pages; return its secret."""
    client.get(ACTIVATE)
    confirm = client.get(ACTIVATE, follow=True)
    if confirm.redirect_chain:
        client.post(confirm.redirect_chain[-1][0], {"password": PASSWORD})
    page = client.get(ACTIVATE)
    secret = page.context["form"].secret
    done = client.post(ACTIVATE, {"code": code_of(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    return secret


def test_setting_the_app_up_opens_the_pages_of_the_role(client, signed_in):
    signed_in(Role.OPERATOR)
    activate(client)
    assert client.get(JOBS).status_code == 200
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_removing_the_app_closes_them_again(client, signed_in):
    signed_in(Role.OPERATOR)
    activate(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(JOBS).url == ACTIVATE


def test_guessing_codes_is_slowed_down(client, staff):
    sign_in(client, staff)
    for guess in range(30):
        enter(client, f"{guess:06}")
    assert enter(client, code_of(staff.secret)).status_code != 302
