"""The budget of the design: small pages, few requests, nothing that jumps."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response

from tests.services.stack import ROOT

CSS = ROOT / "static/css"
SCRIPTS_KB, AUTOSAVE_KB, REQUESTS = 25, 1, 6
PAGES = {  # who, where, gzipped kB of the HTML
    "board": ("city", "/coverage/", 15),
    "section": ("owner", "/assessments/{open}/sections/production/", 8),
    "result": ("owner", "/my/result/", 12),
}
# Adds up how far anything moved that nobody touched, from the first paint on.
SHIFT = """() => new Promise((resolve) => {
    let moved = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) moved += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(moved), 300);
})"""


def kilobytes(content: bytes) -> float:
    return len(gzip.compress(content)) / 1000


def sent(responses: list[Response], kind: str) -> float:
    found = [each.body() for each in responses if each.request.resource_type == kind]
    return sum(map(kilobytes, found))


@pytest.fixture(params=PAGES)
def visit(request, city, open_window):
    """A page as somebody opens it for the first time, and all that was fetched for it."""
    who, path, limit = PAGES[request.param]
    state = open_window()
    state.sign_in(city.people[who])
    window = open_window(storage=state.context.storage_state())
    responses: list[Response] = []
    window.page.on("response", lambda response: responses.append(response))
    window.page.goto(path.format(open=city.opened))
    return window.page, responses, limit


def test_a_page_is_small_and_needs_few_requests(visit):
    _page, responses, limit = visit
    later = ("plotly", "charts.js", "mark.svg")  # what draws, and the icon of the tab
    needed = [r for r in responses if r.ok and not any(name in r.url for name in later)]
    assert sent(needed, "document") <= limit
    assert sent(needed, "script") <= SCRIPTS_KB
    assert len(needed) <= REQUESTS, [each.url for each in needed]


def test_nothing_moves_by_itself(visit):
    page: Page = visit[0]
    for box in page.query_selector_all("[data-figure]"):
        box.scroll_into_view_if_needed()
        page.locator("[data-drawn]").first.wait_for()
    assert page.evaluate(SHIFT) == 0


def test_saving_an_answer_costs_little(city, open_window):
    owner = city.owners[4]
    page = open_window().sign_in(owner)
    page.goto(f"/assessments/{owner.assessment}/sections/security/")
    with page.expect_response("**/answers/q6/") as answer:
        page.locator("[name=q6]").first.check()
    assert kilobytes(answer.value.body()) <= AUTOSAVE_KB


def test_the_stylesheets_stay_small():
    sheets = [Path(CSS / name).read_bytes() for name in ("tokens.css", "app.css")]
    assert sum(map(kilobytes, sheets)) <= 12
    assert sum(sheet.count(b"\n") for sheet in sheets) <= 700
