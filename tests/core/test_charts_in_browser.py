"""Charts draw under the content policy; `open_page` fails the test on any message of it."""

import pytest

from gongfu.core.access import ROUTES, Route

COLOUR = """() => {
    const probe = new Option().style;
    probe.color = getComputedStyle(document.documentElement).getPropertyValue("--c-main");
    return probe.color;
}"""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.core.chart_page")]


@pytest.fixture
def address(live_server, monkeypatch) -> str:
    monkeypatch.setitem(ROUTES, "charts", Route("page.public"))
    return f"{live_server.url}/charts/"


def drawn(page, address, *, expected=4):
    page.goto(address)
    for box in page.query_selector_all("[data-figure]"):
        box.scroll_into_view_if_needed()
    page.locator("[data-drawn]").nth(expected - 1).wait_for()
    return page


def test_every_kind_of_chart_draws_in_the_colours_of_the_tokens(open_page, address):
    page = drawn(open_page(), address)
    colour = page.evaluate(COLOUR)
    assert page.eval_on_selector("#curve .js-line", "path => path.style.stroke") == colour
    assert page.locator("#radar .js-line").count() > 0
    assert page.locator("#bars .points path").count() == 2


def test_the_drawing_is_silent_for_screen_readers_and_keeps_its_box(open_page, address):
    page = open_page()
    page.goto(address)
    before = page.locator("#curve").bounding_box()
    drawn(page, address)
    page.evaluate("window.scrollTo(0, 0)")
    assert page.locator("#curve").bounding_box()["height"] == before["height"]
    assert page.locator("#curve .main-svg:not([aria-hidden])").count() == 0


def test_the_picture_can_be_saved_and_nothing_else_is_in_the_bar(open_page, address):
    page = drawn(open_page(), address)
    assert page.locator("#curve .modebar-btn").count() == 1
    page.hover("#curve")
    with page.expect_download() as download:
        page.locator("#curve .modebar-btn").click()
    assert download.value.suggested_filename == "curve.png"


def test_phones_get_a_still_drawing(open_page, address):
    page = drawn(open_page(width=390), address)
    assert page.locator(".modebar-btn").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_script_the_numbers_stand_alone(open_page, address):
    page = open_page(scripts=False)
    page.goto(address)
    assert not page.locator("#curve").is_visible()
    assert page.locator("details summary").first.is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_names_round_a_radar_stay_whole_inside_its_box(open_page, address, width):
    page = open_page(width=width)
    drawn(page, address)
    box = page.locator("#radar").bounding_box()
    names = page.locator("#radar .angularaxistick text").all()
    assert names
    for name in (each.bounding_box() for each in names):
        assert name["x"] >= box["x"]
        assert name["x"] + name["width"] <= box["x"] + box["width"]
