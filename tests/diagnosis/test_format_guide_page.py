"""The page on the framework format, in both languages, for everybody who may see frameworks."""

import re

import pytest
from django.conf import settings

from diagnosis.presenting.format_guide import format_guide
from tests.factories import as_regulator

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["zh-hans", "en"])
def page(request, sign_in):
    browser = sign_in(as_regulator())
    browser.cookies["gongfu-language"] = request.param
    return browser.get("/frameworks/format/").content.decode()


def test_every_chapter_of_the_contents_list_is_there_once(page):
    anchors = re.findall(r'<li><a href="#([a-z0-9-]+)">', page)
    assert len(anchors) > 30  # twice, for wide and for narrow windows
    assert all(page.count(f'id="{anchor}"') == 1 for anchor in anchors)


def test_no_two_headings_share_an_anchor(page):
    anchors = re.findall(r'<h[23] id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))


def test_listings_are_named_by_their_files_and_escaped(page):
    assert '<figcaption class="code">workshop-check-1.yaml</figcaption>' in page
    assert "max: &quot;100&quot;" in page


def test_tables_can_be_scrolled_by_keyboard(page):
    assert page.count('<div class="table-wrap" tabindex="0"') == page.count("<table") > 30


def test_both_languages_share_their_anchors():
    english, chinese = (format_guide(lang).entries for lang in ("en", "zh"))
    assert [entry.anchor for entry in english] == [entry.anchor for entry in chinese]
    assert english[0].title != chinese[0].title


def test_the_list_of_frameworks_leads_there(sign_in):
    page = sign_in(as_regulator()).get("/frameworks/").content.decode()
    assert 'href="/frameworks/format/"' in page


def test_the_image_takes_the_documentation_along():
    ignored = (settings.BASE_DIR / ".dockerignore").read_text().split()
    assert not {"docs", "*.md", "**/*.md"} & set(ignored)
