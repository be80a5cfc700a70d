"""Row R-A10 in small: who gets a token, and what a token is worth."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from enterprises.ecosystem.services.registering import register_partner, renew_secret
from gongfu.core import throttling
from gongfu.core.errors import Conflict, Invalid
from tests.api.conftest import basic, bearer, fetch_token

pytestmark = pytest.mark.django_db


def test_a_client_gets_a_token_for_an_hour_with_the_scopes_of_its_partner(new_caller):
    caller = new_caller(scopes=("coverage:read",))
    answer = fetch_token(caller.keys).json()
    assert answer["token_type"] == "Bearer"
    assert (answer["expires_in"], answer["scope"]) == (3600, "coverage:read")
    assert "refresh_token" not in answer


def test_less_than_all_scopes_may_be_asked_for(caller):
    answer = fetch_token(caller.keys, scope="coverage:read").json()
    assert answer["scope"] == "coverage:read"
    assert _status("enterprises/", answer["access_token"]) == 403


def test_a_scope_that_was_not_granted_is_refused(new_caller):
    caller = new_caller(scopes=("coverage:read",))
    answer = fetch_token(caller.keys, scope="enterprises:read")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")
    assert caller.get("enterprises/").status_code == 403


def test_a_scope_taken_from_the_partner_ends_at_once(caller):
    assert caller.get("enterprises/").status_code == 200
    caller.partner.scopes = ["coverage:read"]
    caller.partner.save()
    assert caller.get("enterprises/").status_code == 403


@pytest.mark.parametrize(
    "secret", ["", "wrong", "hash"], ids=["no secret", "wrong secret", "the stored hash"]
)
def test_a_wrong_secret_is_refused(caller, secret):
    stored = Application.objects.get().client_secret
    given = stored if secret == "hash" else secret
    answer = Client().post(
        "/api/token/",
        {"grant_type": "client_credentials"},
        **basic(caller.keys.client_id, given),
    )
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    "form",
    [
        {"grant_type": "password", "username": "a", "password": "b"},
        {"grant_type": "authorization_code", "code": "x", "redirect_uri": "http://localhost"},
        {"grant_type": "refresh_token", "refresh_token": "x"},
        {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": "x"},
        {"grant_type": ""},
    ],
    ids=lambda form: form["grant_type"] or "none",
)
def test_client_credentials_are_the_only_grant(caller, form):
    answer = Client().post("/api/token/", form, **basic(*caller.keys))
    assert answer.status_code in (400, 401)
    assert "access_token" not in answer.json()


def test_a_public_client_is_refused_even_with_the_right_secret(caller):
    Application.objects.update(client_type=Application.CLIENT_PUBLIC)
    assert fetch_token(caller.keys).status_code == 401


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic eDp5", "nonsense"])
@pytest.mark.parametrize("path", ["enterprises/", "frameworks/"])
def test_a_broken_token_is_never_taken_for_a_visitor(db, header, path):
    answer = Client().get(f"/api/v1/{path}", HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'
    assert answer.json()["code"] == "unauthenticated"


def test_no_token_at_all_is_told_to_bring_one(db):
    answer = Client().get("/api/v1/enterprises/")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')


def test_an_expired_token_is_refused(caller):
    AccessToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert caller.get("enterprises/").status_code == 401


def test_a_revoked_token_is_refused(caller):
    program = Client(enforce_csrf_checks=True)  # which has no cookie to prove itself with
    answer = program.post("/api/revoke/", {"token": caller.token}, **basic(*caller.keys))
    assert answer.status_code == 200
    assert caller.get("enterprises/").status_code == 401


def test_nobody_revokes_the_token_of_another(new_caller):
    mine, other = new_caller("Bank A"), new_caller("Bank B")
    Client().post("/api/revoke/", {"token": other.token}, **basic(*mine.keys))
    assert other.get("enterprises/").status_code == 200


def test_a_token_in_the_address_counts_for_nothing(caller):
    path = f"/api/v1/enterprises/?access_token={caller.token}"
    assert Client().get(path).status_code == 401
    assert Client().get(path, HTTP_AUTHORIZATION="nonsense").status_code == 401


def test_a_new_secret_ends_the_old_one_and_its_tokens(caller):
    renewed = renew_secret(partner=caller.partner)
    assert fetch_token(caller.keys).status_code == 401
    assert caller.get("enterprises/").status_code == 401
    assert fetch_token(renewed).status_code == 200


def test_neither_secret_nor_token_stands_in_the_database(caller):
    for model in (Application, AccessToken):
        stored = str(list(model.objects.values()))
        assert caller.keys.client_secret not in stored
        assert caller.token not in stored


def test_guessing_secrets_is_slowed_down(caller, monkeypatch):
    within_one_minute = SimpleNamespace(time=lambda: 1_800_000_000.0)
    monkeypatch.setattr(throttling, "time", within_one_minute)
    wrong = basic(caller.keys.client_id, "wrong")
    answers = [
        Client().post("/api/token/", {"grant_type": "client_credentials"}, **wrong)
        for _ in range(61)
    ]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_partner_is_registered_once_and_only_with_known_scopes(caller):
    with pytest.raises(Conflict, match="Bank A"):
        register_partner(name=" Bank  A ", scopes=["coverage:read"])
    with pytest.raises(Invalid, match="firms:write"):
        register_partner(name="Bank B", scopes=["firms:write"])


def _status(path: str, token: str) -> int:
    return Client().get(f"/api/v1/{path}", **bearer(token)).status_code
