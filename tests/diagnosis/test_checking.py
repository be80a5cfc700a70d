"""The check page shows what will be declared, figure by figure, as the receipt does."""

import pytest
from django.urls import reverse

from diagnosis.copying import copy_of
from diagnosis.evidence.counting import files_by_key
from diagnosis.models import Evidence, Receipt, Status
from diagnosis.rounds.confirming import confirm_unchanged
from tests.diagnosis.rounds import begin, next_round, person
from tests.diagnosis.test_submitting import submit
from tests.factories import assessment, full_answers, give, published, submitted

pytestmark = pytest.mark.django_db
FIGURES = {"fields": {"equipment_total": "48", "equipment_digital": "18"}}


@pytest.fixture
def complete():
    made = assessment(**full_answers(q2=FIGURES, s05="3"))
    Evidence.objects.create(
        assessment=made, key="miit-sme:q2", name="list.pdf", stored="a", size=1, digest="b"
    )
    return made


def page(name, opened):
    return reverse(f"diagnosis:{name}", args=[opened.pk])


def test_every_figure_stands_there_with_what_it_comes_to(complete, firm):
    text = firm(complete).get(page("check", complete)).content.decode()
    row = text.partition('id="row-q2"')[2].partition('id="row-q3"')[0]
    for said in (
        "<strong>48 machines</strong>",
        "<strong>18 machines</strong>",
        "37.5%",
        "1 file of evidence",
    ):
        assert said in row
    scene = text.partition('id="row-s05"')[2].partition("</div>")[0]
    assert "Scene 5" in scene
    assert 'data-level="3"' in scene


def test_check_page_and_receipt_show_the_same_rows(complete, firm):
    client = firm(complete)
    before = client.get(page("check", complete)).context["sections"]
    submit(complete)
    after = client.get(page("receipt", complete)).context["sections"]
    assert [chapter.lines for chapter in before] == [chapter.lines for chapter in after]


def test_paper_reads_the_same_copy(complete):
    held = submit(complete)
    framework = published()
    files = files_by_key(complete, held.declared_at)
    lines = copy_of(framework, held.answers, complete.profile, files, "zh")[0].lines
    assert [line.files for line in lines] == [0, 1, 0]


def test_all_that_the_declaration_lacks_is_told_at_once(complete, firm):
    client = firm(complete)
    answer = client.post(page("submit", complete), {"declared_name": "", "declared_position": ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    for field in ("declared_name", "declared_position", "confirmed"):
        assert f'id="{field}-error"' in text
    assert "not submitted yet</strong>" in text  # still true, and said until it is submitted
    assert Receipt.objects.count() == 0


def test_a_workbook_that_waited_is_dropped_by_submitting(complete, firm):
    user = complete.enterprise.memberships.get().user
    complete.workbooks.create(
        by=user, file_name="a.xlsx", digest="d", content={}, uploaded_at=complete.opened_at
    )
    submit(complete)
    assert complete.workbooks.count() == 0


def test_the_next_section_says_what_the_last_one_still_asks(firm):
    opened = assessment(q1=["B"])
    client = firm(opened)
    section = reverse("diagnosis:section", args=[opened.pk, "equipment-network"])
    onwards = client.post(section, {"go": "next"})["Location"]
    assert onwards.endswith("?from=equipment-network#questions")
    text = client.get(onwards).content.decode()
    assert "2 questions are still open in" in text
    assert f'href="{section}#q2"' in text


def test_a_page_that_is_come_back_to_hears_that_it_was_submitted(complete, firm):
    client = firm(complete)
    url = reverse("diagnosis:revisions", args=[complete.pk, "equipment-network"])
    assert client.get(url).json()["locked"] == ""
    submit(complete)
    assert "submitted this self-assessment" in client.get(url).json()["locked"]


def test_after_submission_the_list_says_what_holds_now(firm):
    done = submitted(scored=False)
    text = firm(done).get(page("tasks", done)).content.decode()
    assert done.status == Status.SUBMITTED
    assert "Submitted and locked" in text
    for over in ("Take your time", "Fill in with Excel", "Blank questionnaire", "Invite a coll"):
        assert over not in text


def test_an_odd_figure_is_asked_about_at_the_top_with_the_way_to_it(firm):
    opened = assessment(q12={"fields": {"revenue_this": "8350"}})
    type(opened.enterprise).objects.update(revenue=11526)
    text = firm(opened).get(page("check", opened)).content.decode()
    top = text.partition('class="summary"')[0]
    assert "1 answer looks unusual" in top
    assert "the register says" in top
    assert "?next=check&amp;row=q12#q12" in top


def test_only_what_needs_a_look_stands_open(last, again, firm):
    begin(again)
    framework = published()
    confirm_unchanged(
        assessment=again, seen=dict.fromkeys(framework.questions, 1), user=person(again)
    )
    give(again, s01="4")
    shown = firm(again).get(page("check", again))
    sections = {section.ref: section for section in shown.context["sections"]}
    scenes = sections["product-life-cycle"]
    assert [line.ref for line, _then in scenes.open] == ["s01"]
    assert [(line.ref, then) for line, then in scenes.quiet] == [
        ("s02", ""),
        ("s03", ""),
        ("s04", ""),
    ]
    row = shown.content.decode().partition('id="row-s01"')[2].partition("</div>\n  </section>")[0]
    assert f"Last time ({shown.context['last_year']}): Level 2 · " in row
    assert '<details class="fold">' in shown.content.decode()
    whole = firm(again).get(page("check", again), {"all": "1"}).content.decode()
    assert '<details class="fold">' not in whole


def test_however_many_answers_changed_each_stands_open(last, again, firm):
    changed = ["s01", "s02", "s03", "s04"]
    give(again, **dict.fromkeys(changed, "4"))
    shown = firm(again).get(page("check", again))
    sections = {section.ref: section for section in shown.context["sections"]}
    assert [line.ref for line, _then in sections["product-life-cycle"].open] == changed
    assert sections["product-life-cycle"] not in shown.context["silent"]


def test_a_figure_that_moved_far_since_last_time_is_asked_about(firm):
    again = next_round(submitted(q2=FIGURES))
    begin(again)
    give(again, q2={"fields": {"equipment_total": "48", "equipment_digital": "40"}})
    text = firm(again).get(page("check", again)).content.decode()
    assert "40 machines now. Far from last time; please check." in text
