"""R-A04: a right that ends within a session, a list or a job is gone with the next call."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.test import Client, override_settings

from diagnosis.models import Assessment
from enterprises.ecosystem.models.partners import ConsentQuerySet
from enterprises.ecosystem.services.consenting import end_consent
from enterprises.ecosystem.services.registering import register_partner
from enterprises.models import Consent, Enterprise, Partner
from gongfu.core import jobs
from gongfu.core.actor import Actor
from gongfu.core.clock import today
from gongfu.core.models import Job, Role, RoleGrant, User
from gongfu.core.models.grants import RoleGrantQuerySet
from reports.own_data import services
from reports.own_data.services import request_own_data
from tests import factories
from tests.api.conftest import ALL_SCOPES, agree, bearer, fetch_token
from tests.faults.outcome import Outcome

YESTERDAY = timedelta(days=1)


def stale_accesses(world: object = None, *, full: bool = False) -> Outcome:
    """Each way in which a right can end; after it nothing is opened any more."""
    outcome = Outcome()
    with override_settings(GONGFU_DEMO=True):  # staff without a second factor
        done = factories.submitted()
        for name, try_it in TRIALS.items():
            outcome.n += 1
            before, after = try_it(done)
            outcome.expect(before, f"{name}: refused before the right ended")
            outcome.expect(not after, f"{name}: still open after the right had ended")
    outcome.figure["stale accesses"] = len(outcome.broken)
    return outcome


def stale_accesses_control(world: object = None, *, full: bool = False) -> Outcome:
    """Where the end of a right is written down but not read, the accesses go on."""
    with _ends_unread():
        return stale_accesses()


@contextmanager
def _ends_unread() -> Iterator[None]:
    def open_to(rows: Any, actor: Actor, field_group: str) -> Any:
        return rows.filter(partner__application_id=actor.partner_id, field_group=field_group)

    with (
        patch.object(ConsentQuerySet, "open_to", open_to),
        patch.object(RoleGrantQuerySet, "valid_on", lambda rows, day: rows.all()),
    ):
        yield


def _page(actor: Actor, path: str) -> Callable[[], bool]:
    """Whether a page opens, asked again and again in one session."""
    browser = Client()
    browser.force_login(User.objects.get(pk=actor.user_id))
    return lambda: browser.get(path).status_code == 200


def _end(actor: Actor) -> None:
    RoleGrant.objects.filter(pk=actor.grant_id).update(valid_to=today() - YESTERDAY)


def _asked(opens: Callable[[], bool], change: Callable[[], object]) -> tuple[bool, bool]:
    before = opens()
    change()
    return before, opens()


def _result(done: Assessment) -> str:
    return f"/assessments/{done.pk}/result/"


def _role_removed(done: Assessment) -> tuple[bool, bool]:
    regulator = factories.as_regulator()
    return _asked(_page(regulator, _result(done)), lambda: _end(regulator))


def _consultant_unassigned(done: Assessment) -> tuple[bool, bool]:
    consultant = factories.consultant_for(done)
    ended = done.enterprise.assignments.filter(ended_on=None)
    return _asked(_page(consultant, _result(done)), lambda: ended.update(ended_on=today()))


def _firm_moved(done: Assessment) -> tuple[bool, bool]:
    """Moved behind the ledger's back, so it is moved home again."""
    home = done.enterprise.district_id
    regulator = factories.as_regulator(home)
    other = factories.EnterpriseFactory.create(district="310104").district_id
    firm = Enterprise.objects.filter(pk=done.enterprise_id)
    try:
        return _asked(_page(regulator, _result(done)), lambda: firm.update(district_id=other))
    finally:
        firm.update(district_id=home)


def _account_closed(done: Assessment) -> tuple[bool, bool]:
    regulator = factories.as_regulator()
    person = User.objects.filter(pk=regulator.user_id)
    return _asked(_page(regulator, _result(done)), lambda: person.update(is_active=False))


def _consent_ended_between_pages(done: Assessment) -> tuple[bool, bool]:
    """The firm stands on the second page; its consent ends while the partner holds the first."""
    keys, partner = _partner("Bank A")
    firms = factories.EnterpriseFactory.create_batch(4)
    for firm in firms:
        agree(firm, partner, "profile")
    header = bearer(fetch_token(keys).json()["access_token"])
    first = Client().get("/api/v1/enterprises/?page_size=2", **header).json()

    def shown() -> bool:
        rows = Client().get(first["next"], **header).json()["results"]
        return firms[2].uscc in {row["uscc"] for row in rows}

    consent = Consent.objects.get(enterprise=firms[2])
    return _asked(shown, lambda: end_consent(consent=consent))


def _scope_taken_back(done: Assessment) -> tuple[bool, bool]:
    """The token still names the scope; the partner has it no more."""
    keys, partner = _partner("Bank B")
    header = bearer(fetch_token(keys).json()["access_token"])

    def opens() -> bool:
        return Client().get("/api/v1/assessments/", **header).status_code == 200

    def take_back() -> None:
        partner.scopes = []
        partner.save()

    return _asked(opens, take_back)


def _export_stopped(done: Assessment) -> tuple[bool, bool]:
    """The role ends while the archive is written: the job fails and nothing is filed."""
    owner = factories.as_firm(done.enterprise, Role.OWNER)
    written = services._written

    def removed_meanwhile(*given: Any) -> tuple[int, str]:
        _end(owner)
        return written(*given)

    with patch.object(services, "_written", removed_meanwhile):
        job = request_own_data(enterprise=done.enterprise, actor=owner)
        jobs.run_until_empty("bulk", heartbeat=False)
    job.refresh_from_db()
    return True, job.state == Job.State.DONE


def _partner(name: str) -> tuple[Any, Any]:
    keys = register_partner(name=name, scopes=ALL_SCOPES)
    return keys, Partner.objects.get(name=name)


TRIALS: dict[str, Callable[[Assessment], tuple[bool, bool]]] = {
    "role removed": _role_removed,
    "consultant unassigned": _consultant_unassigned,
    "account closed": _account_closed,
    "consent ended between two pages": _consent_ended_between_pages,
    "scope taken back": _scope_taken_back,
    "export running": _export_stopped,
    "firm moved to another district": _firm_moved,
}
