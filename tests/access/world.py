"""Two of everything: what the actors may reach, and what they may not."""

from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler

from diagnosis.models import Assessment
from enterprises.ecosystem.services.consenting import give_consent
from enterprises.ecosystem.services.registering import register_partner
from enterprises.models import Enterprise, Partner
from gongfu.core import jobs
from gongfu.core.access import SCOPES
from gongfu.core.actor import PUBLIC, Actor
from gongfu.core.models import Role, User
from reports.models import Report
from reports.services.issuing import request_report
from tests.factories import (
    EnterpriseFactory,
    UserFactory,
    as_firm,
    as_regulator,
    as_role,
    assessment,
    consultant_for,
    full_answers,
    hand_in,
)

OWN_DISTRICT, FOREIGN_DISTRICT = "310115", "310104"

# Roles that reach a part of the data; for them there is something foreign.
BOUND = (Role.OWNER, Role.EDITOR, Role.VIEWER, Role.CONSULTANT, Role.DISTRICT_REGULATOR)


@dataclass
class World:
    """`own` is what the bound actors may reach, `foreign` what they may not."""

    own: Assessment
    foreign: Assessment
    own_report: Report
    foreign_report: Report
    actors: dict[str, Actor] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    token: str = ""
    # One chain of middleware for all who are asked for here, as a server has; each client would
    # otherwise build its own.
    handler: ClientHandler = field(
        default_factory=partial(ClientHandler, enforce_csrf_checks=False)
    )

    def client(self, who: str, **more: bool) -> Client:
        """A browser of one of the actors, fresh, because requests change its cookies."""
        header = {"HTTP_AUTHORIZATION": f"Bearer {self.token}"} if who == "partner" else {}
        client = Client(raise_request_exception=False, **header, **more)
        if not more:
            client.handler = self.handler
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    @property
    def firm(self) -> Enterprise:
        return self.own.enterprise

    @property
    def foreign_firm(self) -> Enterprise:
        return self.foreign.enterprise


def build() -> World:
    """Make the world once; the tests undo what they do to it."""
    own, owner = submitted_in(OWN_DISTRICT)
    foreign, _stranger = submitted_in(FOREIGN_DISTRICT)
    world = World(own, foreign, report_of(own), report_of(foreign))
    world.actors = {
        "owner": owner,
        "editor": as_firm(own.enterprise, Role.EDITOR),
        "viewer": as_firm(own.enterprise, Role.VIEWER),
        "consultant": consultant_for(own),
        "district regulator": as_regulator(OWN_DISTRICT),
        "city regulator": as_regulator(),
        "author": as_role(Role.AUTHOR),
        "operator": as_role(Role.OPERATOR),
        "auditor": as_role(Role.AUDITOR),
        "nobody": Actor.without_grant(UserFactory.create()),
        "visitor": PUBLIC,
    }
    world.sessions = {
        name: session_of(actor) for name, actor in world.actors.items() if actor.user_id
    }
    add_partner(world)
    return world


def submitted_in(district: str) -> tuple[Assessment, Actor]:
    """A submitted and scored assessment of a new firm of the district, and its owner."""
    owner = as_firm(EnterpriseFactory.create(district=district))
    opened = assessment(firm=owner, **full_answers())
    hand_in(opened, owner)
    jobs.run_until_empty("interactive", heartbeat=False)
    return opened, owner


def report_of(opened: Assessment) -> Report:
    request_report(assessment=opened, language="zh", actor=Actor.system("test"))
    jobs.run_until_empty("interactive", heartbeat=False)
    return Report.objects.get(assessment=opened)


def session_of(actor: Actor) -> str:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def add_partner(world: World) -> None:
    """A partner's program to which the own firm agreed and the foreign one did not."""
    keys = register_partner(name="Bank A", scopes=tuple(SCOPES.values()))
    partner = Partner.objects.get(name="Bank A")
    for group in ("profile", "scores"):
        give_consent(enterprise=world.firm, partner=partner, field_group=group, purpose="credit")
    form = {"grant_type": "client_credentials", "client_id": keys[0], "client_secret": keys[1]}
    world.token = Client().post("/api/token/", form).json()["access_token"]
    world.actors["partner"] = Actor.client(
        application_id=partner.application_id,
        name="Bank A",
        scopes=frozenset(SCOPES.values()),
    )
