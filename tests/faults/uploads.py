"""R-B08 and the file names of R-B11: hostile files, sent as a browser or an attacker would."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unicodedata import is_normalized
from unittest.mock import patch

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from diagnosis.evidence import names
from diagnosis.evidence.contents import FORMATS
from diagnosis.models import Assessment, Evidence
from diagnosis.services import attaching
from gongfu.core.actor import Actor
from gongfu.core.middleware.body_size import MAX_BODY
from gongfu.core.models import Role, User
from gongfu.core.stored import stored_path
from tests import factories
from tests.faults.outcome import Outcome
from tests.faults.steps import submit
from tests.hostile_files import HOSTILE, PDF, TAKEN, multipart

CLIENTS = 20
ROOM = 7  # files that the raced quota leaves room for
PARTS = 100_000
QUESTIONS = ("q1", "q5", "q8")  # an answer has at most so many files
INERT = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}
ACTIVE = ("text/html", "image/svg", "javascript", "xml;")


# R-B08


def hostile_uploads(world: object = None, *, full: bool = False) -> Outcome:
    """Every hostile file is refused with its reason; what is taken reaches nobody as a page."""
    outcome = Outcome()
    assessment = factories.assessment(**factories.full_answers())
    _send_hostile(assessment, outcome)
    taken = dict(_send_strange(assessment, outcome))
    submit(assessment)
    with override_settings(GONGFU_DEMO=True):  # staff need no second factor here
        _read_as_each_role(assessment, taken, outcome)
    _send_too_much(outcome)
    _race_the_quota(outcome)
    return outcome


def hostile_uploads_control(world: object = None, *, full: bool = False) -> Outcome:
    """Whoever believes the name of a file takes nearly all of them."""
    outcome = Outcome()
    with patch.object(attaching, "identify", lambda file, extension: FORMATS[0]):
        _send_hostile(factories.assessment(), outcome)
    return outcome


def _send_hostile(assessment: Assessment, outcome: Outcome) -> None:
    browser = _browser(factories.member_of(assessment))
    for what, hostile in HOSTILE.items():
        outcome.n += 1
        status, page = _send(browser, assessment, hostile.name, hostile.content())
        told = status == 200 and "Not uploaded" in page and hostile.reason in page
        outcome.expect(told, f"{what}: {status}, not refused with its reason")
    kept = Evidence.objects.filter(assessment=assessment).count()
    outcome.figure["hostile_kept"] = kept
    outcome.expect(not kept, f"{kept} hostile files were kept")


def _send_strange(assessment: Assessment, outcome: Outcome) -> Iterator[tuple[int, bytes]]:
    browser = _browser(factories.member_of(assessment))
    for number, (what, (name, make)) in enumerate(TAKEN.items()):
        outcome.n += 1
        ref = QUESTIONS[number % len(QUESTIONS)]
        content = make()  # once: an archive holds the time at which it was made
        status, page = _send(browser, assessment, name, content, ref=ref)
        kept = Evidence.objects.order_by("-pk").first()
        ok = status == 200 and "Not uploaded" not in page and kept is not None
        outcome.expect(ok, f"{what}: {status}, not taken")
        if kept:
            yield kept.pk, content


def _read_as_each_role(assessment: Assessment, taken: dict[int, bytes], outcome: Outcome) -> None:
    roles = [
        factories.member_of(assessment),
        factories.as_firm(assessment.enterprise, Role.VIEWER),
        factories.consultant_for(assessment),
        factories.as_regulator(assessment.enterprise.district),
        factories.as_regulator(),
    ]
    downloads = 0
    for actor in roles:
        browser = _browser(actor)
        for pk, content in taken.items():
            response = browser.get(f"/assessments/{assessment.pk}/evidence/{pk}/")
            downloads += response.status_code == 200
            outcome.n += 1
            for fault in _faults(response, content):
                outcome.broken.append(f"{actor.role} {pk}: {fault}")
    outcome.figure["downloads"] = downloads
    outcome.expect(downloads == len(roles) * len(taken), "a role was not handed its files")


def _faults(response: Any, content: bytes) -> Iterator[str]:
    """What of a download a browser might make more of; a role may also have no access at all."""
    if response.status_code in (403, 404):
        return
    if response.status_code != 200:
        yield f"answered {response.status_code}"
        return
    if b"".join(response.streaming_content) != content:
        yield "is another file"
    said = response["Content-Disposition"]
    if not said.startswith("attachment; filename") or "\r" in said or "\n" in said:
        yield f"is not an attachment: {said}"
    yield from (f"{name} is missing" for name, value in INERT.items() if response[name] != value)
    if any(kind in response["Content-Type"] for kind in ACTIVE):
        yield f"is served as {response['Content-Type']}"


def _send_too_much(outcome: Outcome) -> None:
    """More than any request may hold, by its announcement; and a body of nothing but parts."""
    assessment = factories.assessment()
    browser = _browser(factories.member_of(assessment))
    where = f"/assessments/{assessment.pk}/evidence/add/q1/"
    early = browser.generic("POST", where, b"", CONTENT_LENGTH=str(MAX_BODY + 1))
    part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    body = (part * PARTS + "--x--\r\n").encode()
    many = browser.generic("POST", where, body, content_type="multipart/form-data; boundary=x")
    outcome.n += 2
    outcome.figure["too_much"] = [early.status_code, many.status_code]
    outcome.expect(early.status_code == 413, f"too large: {early.status_code}")
    outcome.expect(many.status_code in (400, 413), f"{PARTS} parts: {many.status_code}")


def _race_the_quota(outcome: Outcome) -> None:
    """Twenty clients at once; exactly as many files are kept as there is room for."""
    assessment = factories.assessment()
    people = [factories.as_firm(assessment.enterprise) for _ in range(CLIENTS)]
    browsers = list(map(_browser, people))
    with patch.object(attaching, "QUOTA", ROOM * len(PDF)), ThreadPoolExecutor(CLIENTS) as pool:
        pages = list(pool.map(lambda browser: _alone(browser, assessment), browsers))
    kept = Evidence.objects.filter(assessment=assessment)
    used = sum(stored_path(evidence.stored).stat().st_size for evidence in kept)
    refused = sum("would exceed" in page for _status, page in pages)
    outcome.n += CLIENTS
    outcome.figure["quota"] = [kept.count(), refused]
    outcome.expect(kept.count() == ROOM, f"{kept.count()} files within room for {ROOM}")
    outcome.expect(refused == CLIENTS - ROOM, f"{refused} of {CLIENTS - ROOM} were told")
    outcome.expect(used <= ROOM * len(PDF), "more bytes than the quota")


def _alone(browser: Client, assessment: Assessment) -> tuple[int, str]:
    try:
        return _send(browser, assessment, "a.pdf", PDF)
    finally:
        connection.close()


# R-B11: names of files


def hostile_names(world: object = None, *, full: bool = False) -> Outcome:
    """Line ends, tags, quotes, paths and turned signs in a name stay text in page and header."""
    outcome = Outcome()
    assessment = factories.assessment()
    browser = _browser(factories.member_of(assessment))
    for what, (name, content) in TAKEN.items():
        if not what.startswith("name"):
            continue
        outcome.n += 1
        status, page = _send(browser, assessment, name, content())
        kept = Evidence.objects.order_by("-pk").first()
        if status != 200 or kept is None:
            outcome.broken.append(f"{what}: {status}")
            continue
        _look_at_name(what, kept, page, outcome)
        said = browser.get(f"/assessments/{assessment.pk}/evidence/{kept.pk}/")
        outcome.expect("Set-Cookie" not in said.headers, f"{what}: a header of its own")
        outcome.expect(not said.cookies, f"{what}: a cookie of its own")
    return outcome


def hostile_names_control(world: object = None, *, full: bool = False) -> Outcome:
    """Without our cleaner a name is as long as the framework lets it be, and in pieces."""
    with patch.object(attaching, "clean_name", _as_sent):
        return hostile_names()


def _as_sent(raw: str) -> tuple[str, str]:
    return raw, raw.rpartition(".")[2]


def _look_at_name(what: str, kept: Evidence, page: str, outcome: Outcome) -> None:
    unsafe = set(kept.name) & set("\r\n\x00\u202e/\\")
    outcome.expect(not unsafe, f"{what}: {unsafe} in the name")
    outcome.expect(len(kept.name) <= names.MAX_LENGTH, f"{what}: the name is too long")
    outcome.expect(is_normalized("NFC", kept.name), f"{what}: the name is in pieces")
    outcome.expect("<img src=x" not in page, f"{what}: a tag in the page")
    outcome.expect("<script>" not in page, f"{what}: a script in the page")
    within = stored_path(kept.stored).resolve().is_relative_to(settings.MEDIA_ROOT.resolve())
    outcome.expect(within, f"{what}: stored outside the folder")


# Clients


def _browser(actor: Actor) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=actor.user_id))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def _send(
    browser: Client, assessment: Assessment, name: str, content: bytes, *, ref: str = "q1"
) -> tuple[int, str]:
    body, content_type = multipart(f"{ref}.file", name, content)
    where = f"/assessments/{assessment.pk}/evidence/add/{ref}/"
    response = browser.generic(
        "POST", where, body, content_type=content_type, headers={"HX-Request": "true"}
    )
    return response.status_code, response.content.decode()
