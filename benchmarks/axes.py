"""The axes: what is measured against what, and what must be right about it."""

import base64
import re
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import urlencode

import orjson
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from benchmarks import commands
from benchmarks.city import AS_OF, City, headers_of, signed_in
from benchmarks.pairs import compare
from benchmarks.urls import ROWS
from diagnosis import maturity
from diagnosis.answers import answers_of, key_of, revision
from diagnosis.catalogue import framework_for
from diagnosis.models import Assessment, Score, Status
from diagnosis.services.scoring import score_assessment
from reports.document.render import render
from reports.models import Report
from reports.services import composing
from reports.services.codes import new_code

EMPTY = "/bench/empty/"
MOST_QUERIES = {"autosave": 6, "dashboard": 40, "api": 8}
NOT_ANSWERED = 9999  # instead of a count of queries
Measured = dict[str, Any]


def autosave(city: City) -> Measured:
    """One answer saved in place, against an empty page of the same person."""
    assessment = city.draft()
    client = signed_in(city.member(assessment))
    headers, next_body = headers_of(client), _answers(assessment)
    path, acknowledged = f"/assessments/{assessment.pk}/answers/", [0]

    def save() -> None:
        ref, body, expected = next_body()
        page = city.call("POST", f"{path}{ref}/", headers, body).decode()
        shown = re.search(rf'name="{ref}\.rev" value="(\d+)"', page)
        acknowledged[0] += bool(shown and int(shown[1]) == expected)

    before = _changes(assessment)
    compared = compare(lambda: city.call("GET", EMPTY, headers), save)
    saved = _changes(assessment) - before

    def save_in_process() -> HttpResponse:
        ref, body, _ = next_body()
        return client.post(f"{path}{ref}/", _pairs(body), HTTP_HX_REQUEST="true")

    queries = _queries(save_in_process)
    return {
        **compared.as_dict(),
        "queries": queries,
        **_wrong(
            ("saves that were not kept", saved != acknowledged[0]),
            (f"{queries} queries", queries > MOST_QUERIES["autosave"]),
        ),
    }


def dashboard(city: City) -> Measured:
    """The coverage board of the whole city, against an empty page of the same regulator."""
    client = signed_in(city.regulator())
    headers = headers_of(client) | {"HX-Request": ""}
    compared = compare(
        lambda: city.call("GET", EMPTY, headers),
        lambda: city.call("GET", "/coverage/", headers),
        calls=3,
    )
    queries = _queries(lambda: client.get("/coverage/"))
    return {
        **compared.as_dict(),
        "queries": queries,
        **_wrong((f"{queries} queries", queries > MOST_QUERIES["dashboard"])),
    }


def api(city: City) -> Measured:
    """A page of firms, against one raw statement straight into JSON; both with a token."""
    headers = {"Authorization": f"Bearer {_token(city)}"}
    plain, build = "/api/bench/firms/", f"/api/v1/enterprises/?page_size={ROWS}"
    compared = compare(
        lambda: city.call("GET", plain, headers), lambda: city.call("GET", build, headers), calls=3
    )
    rows = [orjson.loads(city.call("GET", path, headers))["results"] for path in (plain, build)]
    codes = [[row["uscc"] for row in page] for page in rows]
    return {
        **compared.as_dict(),
        "rows": len(codes[1]),
        **_wrong(("pages differ", codes[0] != codes[1]), ("no rows", not codes[1])),
    }


def scoring(city: City) -> Measured:
    """Scoring with reading and storing, against the pure core; one process, one at a time."""
    found = Assessment.objects.filter(status=Status.SUBMITTED).select_related("release")
    firms = list(found.order_by("pk")[:150])
    sheets = [(framework_for(firm), answers_of(firm)) for firm in firms]
    known = dict(_self_scores(firms).values_list("assessment", "exact"))
    turn = count()

    def pure() -> object:
        result = maturity.score(*sheets[next(turn) % len(sheets)])
        return result.as_dict(), result.passport

    def store() -> None:
        firm = firms[next(turn) % len(firms)]
        Score.objects.filter(assessment=firm, kind=Score.Kind.SELF).delete()
        score_assessment(assessment=firm)

    compared = compare(pure, store, calls=5)
    again = dict(_self_scores(firms).values_list("assessment", "exact"))
    return {
        **compared.as_dict(),
        "pure_per_second": round(1000 / compared.limit_p50),
        "stored_per_second": round(1000 / compared.build_p50),
        **_wrong(("scores changed by scoring again", again != known)),
    }


def report(city: City) -> Measured:
    """Rendering a PDF with everything warm, against gathering what it shows."""
    found = Assessment.objects.filter(status=Status.VERIFIED).select_related("release")
    firms, turn = list(found.order_by("pk")[:30]), count()
    sizes: list[int] = []
    issue = composing.issue_of(
        number="GF-2026-000001", code=new_code(), issued_on=AS_OF, edition=1, supersedes=None
    )

    def gather() -> Any:
        firm = firms[next(turn) % len(firms)]
        context = composing.compose(assessment=firm, language="zh", kind=Report.Kind.SELF)
        return composing.with_issue(context, issue)

    contexts = [gather() for _ in firms]

    def draw() -> None:
        content = render(contexts[next(turn) % len(contexts)], "zh")
        sizes.append(len(content) if content.startswith(b"%PDF-") else 0)

    compared = compare(gather, draw, pairs=5, calls=3)
    return {
        **compared.as_dict(),
        "pdf_per_second": round(1000 / compared.build_p50, 1),
        **_wrong(("something that is no PDF", not all(sizes))),
    }


AXES: dict[str, Callable[[City], Measured]] = {
    "autosave": autosave,
    "dashboard": dashboard,
    "api": api,
    "scoring": scoring,
    "report": report,
    "start": lambda _city: commands.start(),
}


def _answers(assessment: Assessment) -> Callable[[], tuple[str, str, int]]:
    """Ever new answers to questions that one option answers: ref, form, revision they become."""
    questions = {
        ref: question.option_refs
        for ref, question in framework_for(assessment).questions.items()
        if not question.is_multi and not question.fields
    }
    document = assessment.sheets.get(voice="self").document
    keys = {ref: key_of(assessment.framework_ref, ref) for ref in questions}
    revisions = {ref: revision(document, key) for ref, key in keys.items()}
    current = {ref: document.get(key, {}).get("value") for ref, key in keys.items()}
    turn = count()

    def following() -> tuple[str, str, int]:
        ref = list(questions)[next(turn) % len(questions)]
        options = [option for option in questions[ref] if option != current[ref]]
        current[ref] = options[next(turn) % len(options)]
        revisions[ref] += 1
        return ref, urlencode({ref: current[ref], f"{ref}.rev": revisions[ref] - 1}), revisions[ref]

    return following


def _changes(assessment: Assessment) -> int:
    return int(assessment.sheets.get(voice="self").changes.count())


def _pairs(body: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in body.split("&"))


def _queries(act: Callable[[], Any]) -> int:
    """How often the database is asked, the second time over; what bounds transactions is free."""
    act()
    with CaptureQueriesContext(connection) as captured:
        response = act()
    asked = [query for query in captured if not query["sql"].startswith(("BEGIN", "COMMIT"))]
    return len(asked) if response.status_code == 200 else NOT_ANSWERED


def _token(city: City) -> str:
    """An access token of the city's partner, as the token endpoint gives it."""
    pair = base64.b64encode(":".join(city.keys).encode()).decode()
    form = {"Authorization": f"Basic {pair}", "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"grant_type": "client_credentials"})
    return str(orjson.loads(city.call("POST", "/api/token/", form, body))["access_token"])


def _self_scores(firms: list[Assessment]) -> Any:
    return Score.objects.current().filter(assessment__in=firms, kind=Score.Kind.SELF)


def _wrong(*checks: tuple[str, bool]) -> dict[str, list[str]]:
    """What is not right, in words."""
    return {"wrong": [words for words, is_wrong in checks if is_wrong]}
