"""One page for leaders: about a firm what its report says, about a district what the board says."""

import io

import pikepdf
import pytest
from django.urls import reverse

from reports.document.papers import plain_summary
from reports.document.render import typeset
from reports.document.sample import CASES
from reports.services import printing
from tests import factories
from tests.reports.conftest import browser_of
from tests.reports.document.paper import LANGUAGES, squeezed, text_of

CHOSEN = ("everything", "long_names", "nothing", "top_level", "many_parts", "second_round")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CHOSEN)
def test_every_firm_fits_one_page(case, lang):
    start = {"main.typ": b'#include "leaders.typ"'}
    pdf = typeset(plain_summary(CASES[case](lang)), lang, start)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1


@pytest.fixture
def sent(monkeypatch, settings):
    """What the child is sent; it costs seconds, so only one test starts it."""
    settings.GONGFU_DEMO = True
    found = []
    monkeypatch.setattr(printing, "_run", lambda command, data: found.append(data) or b"%PDF-1.7")
    return found


@pytest.mark.django_db
def test_a_firm_takes_its_page_and_a_stranger_does_not(done, settings, tmp_path):
    settings.GONGFU_DEMO = True
    url = reverse("reports:summary", args=[done.pk])
    answer = browser_of(factories.member_of(done)).get(url + "?language=zh")
    text = text_of(answer.content, tmp_path)
    assert squeezed(done.scores.get(kind="self", is_current=True).exact) in text
    assert squeezed(done.enterprise.name_zh) in text
    stranger = browser_of(factories.as_firm(factories.EnterpriseFactory.create()))
    assert stranger.get(url).status_code == 404


@pytest.mark.django_db
def test_before_there_is_a_result_the_page_says_so(sent):
    draft = factories.assessment()
    answer = browser_of(factories.member_of(draft)).get(reverse("reports:summary", args=[draft.pk]))
    assert answer.status_code == 409
    assert sent == []


@pytest.mark.django_db
def test_a_district_reads_its_own_figures_only(done, sent):
    code = done.enterprise.district_id
    url = reverse("reports:dashboard_brief")
    regulator = browser_of(factories.as_regulator(code))
    assert regulator.get(url, {"campaign": done.campaign.slug}).status_code == 200
    assert done.enterprise.district.name in sent[0].decode()
    assert regulator.get(url, {"district": "none"}).status_code == 422
    firm = browser_of(factories.member_of(done))
    assert firm.get(url).status_code == 403
