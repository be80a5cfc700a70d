"""One firm, one set of numbers: page, paper and API agree on every one of them.

The numbers are taken from the API, which hands out what was stored with the score; page and paper
must show them beside the same names. What the API does not carry (points of single questions,
levels of scenes) is read from the page and looked for on paper.
"""

import re
import subprocess
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from typing import Any, NamedTuple

import pytest

from diagnosis.catalogue import framework_for
from diagnosis.maturity import Framework, Texts
from enterprises.ecosystem.services.registering import register_partner
from enterprises.models import Partner
from gongfu.core.models import User
from gongfu.core.stored import stored_path
from tests.api.conftest import ALL_SCOPES, Caller, agree, fetch_token
from tests.reports.conftest import browser_of, issued, verify

pytestmark = pytest.mark.django_db

CODES = {"zh": "zh-hans", "en": "en"}


class Shown(NamedTuple):
    """What one firm's verified result looks like in three places."""

    api: dict[str, Any]
    page: str
    paper: str
    framework: Framework
    texts: Texts


@pytest.fixture(params=["zh", "en"])
def shown(request, done, settings) -> Shown:
    settings.GONGFU_DEMO = True
    consultant = verify(done, q1=["A"], q5="B", s01="1")
    report = issued(done, actor=consultant, language=request.param)
    framework = framework_for(done)
    User.objects.update(language=CODES[request.param])
    client = browser_of(consultant)
    client.cookies.pop(settings.LANGUAGE_COOKIE_NAME)
    page = client.get(f"/assessments/{done.pk}/result/").content.decode()
    return Shown(
        api=verified_score(done),
        page=plain(page),
        paper=text_of(stored_path(report.file)),
        framework=framework,
        texts=framework.texts(request.param),
    )


def verified_score(done) -> dict[str, Any]:
    keys = register_partner(name="Bank A", scopes=ALL_SCOPES)
    partner = Partner.objects.get()
    agree(done.enterprise, partner)
    caller = Caller(partner, keys, fetch_token(keys).json()["access_token"])
    scores = caller.get(f"assessments/{done.pk}/").json()["scores"]
    return {score["kind"]: score for score in scores} | {"all": scores}


def plain(html: str) -> str:
    """What a page says, without its markup."""
    body = re.sub(r"<(script|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def text_of(path) -> str:
    """What a PDF says, its lines as laid out."""
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def has(text: str, *parts: str) -> bool:
    """Whether the parts stand one after another, with only blanks between them."""
    return re.search(r"\s*".join(map(re.escape, parts)), text) is not None


def test_total_and_level(shown):
    total, level = shown.api["verified"]["total"], shown.api["verified"]["level"]
    assert total != shown.api["self"]["total"]  # else the test would prove little
    for text in (shown.page, shown.paper):
        assert total["exact"] in text
        assert total["shown"] in text
        assert shown.api["self"]["total"]["shown"] in text
        assert shown.texts.level(level["rank"]).name in text
    assert level["names"][shown.texts.lang] == shown.texts.level(level["rank"]).name


def test_every_side_and_every_dimension(shown):
    parts = {part["ref"]: part for part in shown.api["verified"]["dimensions"]}
    root = shown.framework.part(shown.framework.total_part)
    for part in (*shown.framework.axes, *root.parts):
        words = shown.texts.part(part.ref)
        name = words.short if part.axis else words.name
        earned, most = parts[part.ref]["earned"]["exact"], parts[part.ref]["max"]["exact"]
        rate = parts[part.ref]["rate"]["shown"]
        assert has(shown.page, name, earned, "/", most, f"{rate}%"), name
        assert has(shown.paper, name, rate, earned, "/", most), name


def test_every_question(shown):
    """The table of the page, row by row, against the passport on paper, which is exact."""
    scored = [q for q in shown.framework.questions.values() if not q.is_scene]
    for no, question in enumerate(scored, start=1):
        label = shown.texts.question(question.ref).label
        row = shown.page[shown.page.rindex(f" {no} {label} ") :]
        found = re.search(r" ([\d.]+) / ([\d.]+) ([\d.]+) ", row)
        assert found, label
        passport = re.compile(rf"\b{no} {re.escape(label)} .*? ([\d.]+) ([\d.]+) −?([\d.]+)$", re.M)
        exact = [each.groups() for each in passport.finditer(shown.paper)]
        assert any(agrees(found.groups(), each) for each in exact), (label, found.groups(), exact)


def agrees(shown: tuple[str, ...], exact: tuple[str, ...]) -> bool:
    """Whether every figure is the other one rounded half up to as many places."""
    return all(
        Decimal(one) == Decimal(other).quantize(Decimal(one), ROUND_HALF_UP)
        for one, other in zip(shown, exact, strict=True)
    )


def test_every_scene(shown):
    """The page tells the level said where it is another; one scene was found lower."""
    for scene in (q for q in shown.framework.questions.values() if q.is_scene):
        label = shown.texts.question(scene.ref).label
        said = r"(?: (?:自评|self-assessed)\D{0,3}(\d))?"
        told = re.findall(rf"(\d) (?:场景|Scene) \d+ {re.escape(label)}★?{said}", shown.page)
        levels = ("1", "2") if scene.ref == "s01" else ("2", "2")
        assert levels in [(level, own or level) for level, own in told], (label, told)
        line = rf"\d+ {re.escape(label)}( ★)? {levels[0]} {levels[1]}$"
        assert re.search(line, shown.paper, re.MULTILINE), label
