"""A simulated city, one web worker that serves it, and people who are signed in."""

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from diagnosis.models import Assessment, Status
from diagnosis.services.publishing import publish_shipped
from enterprises.models import Membership
from enterprises.register.services.loading import load_city
from gongfu.core.models import Role, User
from gongfu.demo.writing import write_city
from gongfu.management.commands.serve import web_command
from tests.services.children import free_port, start, stop
from tests.services.waiting import until

AS_OF = date(2026, 9, 30)
CSRF = "c" * 32


class City:
    """Calls go to a real server over one connection that is kept open."""

    def __init__(self, folder: Path, *, firms: int) -> None:
        self.folder = folder
        self.port = free_port()
        call_command("migrate", verbosity=0)
        load_city()
        publish_shipped()
        self.keys = write_city(enterprises=firms, seed=1, as_of=AS_OF).partner
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=60)

    @contextmanager
    def web(self) -> Iterator[None]:
        env = {**os.environ, "PORT": str(self.port), "WEB_WORKERS": "1"}
        log = self.folder / "web.log"
        process = start(web_command(), log=log, env=env)
        try:
            until(self._answers, seconds=60, what=f"the web server ({log})")
            yield
        finally:
            stop(process)

    def call(
        self, method: str, path: str, headers: Mapping[str, str], body: str | None = None
    ) -> bytes:
        """One request; whatever is not a success ends the measuring."""
        self.connection.request(method, path, body, dict(headers))
        response = self.connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status} {content[:300]!r}")
        return content

    def draft(self) -> Assessment:
        """An assessment that can be answered."""
        found = Assessment.objects.filter(status=Status.DRAFT).select_related("release")
        return found.order_by("pk")[0]

    def member(self, assessment: Assessment) -> User:
        firm = Membership.objects.filter(enterprise_id=assessment.enterprise_id)
        return firm.select_related("user").order_by("pk")[0].user

    def regulator(self) -> User:
        return User.objects.get(grants__role=Role.CITY_REGULATOR)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=0.2).close()
        except OSError:
            return False
        return True


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies[settings.CSRF_COOKIE_NAME] = CSRF
    return client


def headers_of(client: Client) -> dict[str, str]:
    """What the browser of this person sends along."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return {
        "Cookie": cookies,
        "X-CSRFToken": CSRF,
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }
