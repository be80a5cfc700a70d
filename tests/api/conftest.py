"""A partner with keys, and firms that agreed or did not."""

import base64
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.test import Client

from enterprises.ecosystem.services.consenting import give_consent
from enterprises.ecosystem.services.registering import Keys, register_partner
from enterprises.models import Enterprise, Partner
from gongfu.core.access import SCOPES

ALL_SCOPES = tuple(SCOPES.values())


class Caller(NamedTuple):
    """A partner's program: its keys, its token, and calls with it."""

    partner: Partner
    keys: Keys
    token: str

    def get(self, path: str, **params: object) -> Any:
        return Client().get(f"/api/v1/{path}", params, **bearer(self.token))


def bearer(token: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


def basic(client_id: str, secret: str) -> dict[str, str]:
    pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return {"HTTP_AUTHORIZATION": f"Basic {pair}"}


def fetch_token(keys: Keys, **form: str) -> Any:
    data = {"grant_type": "client_credentials", **form}
    return Client(enforce_csrf_checks=True).post("/api/token/", data, **basic(*keys))


def agree(enterprise: Enterprise, partner: Partner, *groups: str) -> None:
    for group in groups or ("profile", "scores"):
        give_consent(enterprise=enterprise, partner=partner, field_group=group, purpose="credit")


@pytest.fixture
def new_caller(db: None) -> Callable[..., Caller]:
    def make(name: str = "Bank A", scopes: tuple[str, ...] = ALL_SCOPES) -> Caller:
        keys = register_partner(name=name, scopes=scopes)
        token = fetch_token(keys).json()["access_token"]
        return Caller(Partner.objects.get(name=name), keys, token)

    return make


@pytest.fixture
def caller(new_caller: Callable[..., Caller]) -> Caller:
    return new_caller()
