"""What is spared when pages are looked at hides no fault."""

import pytest

from tests.browser.looking import faults_of

PAGE = """<!doctype html><html lang="zh-Hans"><title>页 · 工赋</title><main><h1>页面</h1>
<style>.faint { color: #bbb } .deep { background: #222 }</style>
"""
# Skeletons are digested, which browsers do on pages of trustworthy origins only.
ADDRESS = "http://localhost/"


@pytest.fixture
def look(open_page):
    """What is wrong with the colours of a page that has this in it."""
    page = open_page()

    def look(html):
        body = (PAGE + html).encode()
        page.route(
            ADDRESS, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")
        )
        page.goto(ADDRESS)
        return [fault for fault in faults_of(page, "zh") if "color-contrast" in fault]

    return look


def test_a_faint_text_is_found_wherever_its_colours_were_not_seen_to_be_readable(look):
    assert look("<p>深色的字</p>") == []
    assert look("<p class=faint>浅色的字</p>")
    assert look("<p class=faint>浅色的字</p><p>深色的字</p>")
    assert look("<p class=deep><span class=faint>浅色的字</span></p>") == []
    assert look("<p class=faint>浅色的字</p><i>深色的字</i>")


def test_what_may_be_faint_because_it_is_disabled_excuses_nothing_else(look):
    button = "<button class=faint {}>按下这里</button>".format
    assert look(button("disabled")) == []
    assert look(button("aria-disabled=true")) == []
    assert look(button(""))
