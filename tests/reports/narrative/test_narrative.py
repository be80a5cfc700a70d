"""The consultant's words: every save a version, frozen by the issue, read by the firm only then."""

import pytest
from django.urls import reverse

from diagnosis.advice import useful_solutions
from diagnosis.library import solutions
from diagnosis.planning.desk import current_score
from gongfu.core.errors import Conflict, Forbidden, Invalid
from gongfu.core.models import User
from gongfu.core.stored import stored_path
from reports.models import Narrative, Report
from reports.narrative.comparing import compare
from reports.narrative.editing import newest_narrative, restore_narrative, save_narrative
from reports.narrative.passages import passages_of
from tests import factories
from tests.reports.conftest import browser_of, issue, issued, verify
from tests.reports.document.paper import squeezed, text_of

pytestmark = pytest.mark.django_db
SUMMARY = "设备联网基础较好，数据尚未打通。\n建议先统一编码。"


@pytest.fixture
def consultant(done):
    return verify(done)


def user_of(actor) -> User:
    return User.objects.get(pk=actor.user_id)


def save(done, actor, base=0, solutions=(), interest="", language="zh", **texts) -> Narrative:
    return save_narrative(
        assessment=done,
        language=language,
        base=base,
        texts=texts,
        solutions=solutions,
        interest=interest,
        user=user_of(actor),
        actor=actor,
    )


def test_a_save_is_a_version_and_the_same_words_are_not_kept_twice(done, consultant):
    first = save(done, consultant, summary=SUMMARY)
    again = save(done, consultant, base=1, summary=f" {SUMMARY} ")
    second = save(done, consultant, base=1, summary="改写")
    assert (first.number, again, second.number) == (1, first, 2)
    assert (first.saved_name, first.texts) == (user_of(consultant).name, {"summary": SUMMARY})


def test_the_second_of_two_who_write_at_once_is_told(done, consultant):
    save(done, consultant, summary="甲")
    with pytest.raises(Conflict):
        save(done, consultant, summary="乙")
    assert newest_narrative(done, "zh").texts == {"summary": "甲"}


def test_an_older_version_comes_back_as_a_new_one(done, consultant):
    first = save(done, consultant, summary="甲")
    save(done, consultant, base=1, summary="乙")
    user = user_of(consultant)
    third = restore_narrative(version=first, base=2, user=user, actor=consultant)
    assert (third.number, third.texts, third.restores) == (3, first.texts, first)


def test_a_comparison_tells_what_was_added_and_removed(done, consultant):
    old = save(done, consultant, summary="数据已打通")
    new = save(done, consultant, base=1, summary="数据未打通", strengths="质量")
    told = compare(old, new, passages_of(done, "zh"), "")
    summary, strengths = told.lines
    pieces = [(piece.kind, piece.text) for piece in summary.pieces]
    assert pieces == [("same", "数据"), ("gone", "已"), ("new", "未"), ("same", "打通")]
    assert [piece.kind for piece in strengths.pieces] == ["new"]


def test_whoever_picks_solutions_says_what_it_earns_by_them(done, consultant):
    picked = [next(iter(solutions()))]
    for interest, field in (("", "interest_kind"), ("own", "interest")):
        with pytest.raises(Invalid) as refused:
            save(done, consultant, solutions=picked, interest=interest)
        assert field in refused.value.fields
    assert save(done, consultant, solutions=picked, interest="none").solutions == picked


def test_what_no_font_can_print_is_refused_beside_its_passage(done, consultant):
    with pytest.raises(Invalid) as refused:
        save(done, consultant, weaknesses="\U0002a6a5")
    assert "U+2A6A5" in refused.value.fields["weaknesses"]


def test_the_firm_and_its_regulator_neither_write_nor_see_drafts(done, consultant):
    save(done, consultant, summary=SUMMARY)
    for actor in (factories.member_of(done), factories.as_regulator()):
        assert not Narrative.objects.visible_to(actor).exists()
        with pytest.raises(Forbidden):
            save(done, actor, base=1, summary="x")


def test_the_report_prints_the_words_and_the_chosen_solutions_and_freezes_them(
    done, consultant, tmp_path
):
    picked = sorted(useful_solutions(done, current_score(done)))[:3]
    printed = save(done, consultant, solutions=picked, interest="none", summary=SUMMARY)
    report = issued(done, actor=consultant)
    save(done, consultant, base=1, summary="改写")
    text = text_of(stored_path(report.file).read_bytes(), tmp_path)
    for words in ("顾问意见", "建议先统一编码。", "诊断顾问选定的3个方案", "利益关系声明"):
        assert squeezed(words) in text
    assert report.narrative == printed
    later = issued(done, actor=consultant)
    report.refresh_from_db()
    assert (later.edition, report.superseded_by) == (2, later)
    assert text_of(stored_path(report.file).read_bytes(), tmp_path) == text


def test_a_firms_own_declaration_carries_no_words_of_the_consultant(done, consultant):
    save(done, consultant, summary=SUMMARY)
    issue(done, actor=factories.member_of(done))
    assert Report.objects.get().narrative is None


def test_the_page_keeps_what_was_typed_when_somebody_was_faster(done, consultant, settings):
    settings.GONGFU_DEMO = True
    browser = browser_of(consultant)
    address = reverse("reports:narrative", args=[done.pk]) + "?language=zh"
    assert browser.post(address, {"base": "0", "summary": "甲"}).status_code == 302
    late = browser.post(address, {"base": "0", "summary": "乙"})
    assert late.status_code == 409
    text = late.content.decode()
    assert "newer version meanwhile" in text
    assert "乙</textarea>" in text
    assert 'name="base" value="1"' in text
    wrong = browser.post(address, {"base": "1", "tick": [next(iter(solutions()))]})
    assert wrong.status_code == 422
    assert "Say whether the provider sells" in wrong.content.decode()


def test_versions_are_compared_and_restored_on_their_page(done, consultant, settings):
    settings.GONGFU_DEMO = True
    first = save(done, consultant, summary="甲")
    save(done, consultant, base=1, summary="乙")
    browser, address = browser_of(consultant), reverse("reports:narrative_version", args=[first.pk])
    text = browser.get(address).content.decode()
    assert "<del>" in text
    assert browser.post(address, {"base": "2"}).status_code == 302
    assert newest_narrative(done, "zh").texts == {"summary": "甲"}
    assert browser.post(address, {"base": "2"}).status_code == 409
