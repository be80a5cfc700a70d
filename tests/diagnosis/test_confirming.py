"""Last answers that still hold: confirmed together, each under its own name, and taken back."""

import pytest

from diagnosis.answers import answers_of
from diagnosis.models import AnswerChange
from diagnosis.rounds.confirming import confirm_unchanged, take_back, unconfirmed_in
from diagnosis.tasklist import task_list
from gongfu.core.errors import Locked
from tests.diagnosis.rounds import begin, document, path, person, score
from tests.factories import give, published

pytestmark = pytest.mark.django_db
SCENES = ("s01", "s02")


@pytest.fixture
def started(again):
    begin(again)
    return again


def confirm(opened, *refs):
    return confirm_unchanged(assessment=opened, seen=dict.fromkeys(refs, 1), user=person(opened))


def waiting(opened):
    framework = published()
    found = unconfirmed_in(framework, document(opened), opened.profile, framework.questions)
    return set(found.same)


def test_each_confirmed_answer_is_one_row_of_history_and_the_value_stays(started):
    before = answers_of(started)
    done = confirm(started, *SCENES)
    rows = AnswerChange.objects.filter(sheet__assessment=started, at=done.at).order_by("pk")
    assert [row.key for row in rows] == ["miit-sme:s01", "miit-sme:s02"]
    assert done.count == 2
    assert answers_of(started) == before
    assert not waiting(started) & set(SCENES)


def test_figures_of_a_new_year_are_never_unchanged(started):
    with_figures = [ref for ref, each in published().questions.items() if each.fields]
    assert confirm(started, *with_figures) is None
    assert not waiting(started) & set(with_figures)


def test_only_what_the_page_showed_is_confirmed(started):
    give(started, s01="4")
    assert confirm(started, *SCENES).count == 1
    assert answers_of(started)["s01"] == "4"


def test_undo_brings_the_marks_back_but_not_over_a_later_change(started):
    marked = document(started)["miit-sme:s02"]["origin"]
    done = confirm(started, *SCENES)
    give(started, s01="4")
    assert take_back(assessment=started, at=done.at, user=person(started)) == 1
    assert document(started)["miit-sme:s02"]["origin"] == marked
    assert answers_of(started)["s01"] == "4"
    assert take_back(assessment=started, at=done.at, user=person(started)) == 0


def test_a_section_is_done_only_when_its_last_answers_are_confirmed(started):
    def row():
        framework, answers = published(), answers_of(started)
        asked = framework.questions
        left = unconfirmed_in(framework, document(started), started.profile, asked)
        listed = task_list(started, framework, answers, unconfirmed=left)
        return listed.row(framework.section_of["s01"].ref)

    before, refs = row(), published().section_of["s01"].questions
    assert (before.is_complete, before.is_done) == (True, False)
    assert before.unconfirmed == len(refs)
    confirm(started, *refs)
    assert (row().is_done, row().unconfirmed) == (True, 0)


def test_the_list_counts_what_waits_and_leads_there_before_checking(started, firm):
    page = firm(started).get(path(started)).content.decode()
    assert "To be confirmed" in page
    assert page.index("Confirm or change them") < page.index("Check your answers and submit")


def test_nothing_is_confirmed_after_submitting(started):
    score(started)
    with pytest.raises(Locked):
        confirm(started, "s01")


def test_confirming_costs_the_same_for_one_and_for_many(started, django_assert_max_num_queries):
    seen, user = dict.fromkeys(waiting(started), 1), person(started)
    with django_assert_max_num_queries(7):
        confirm_unchanged(assessment=started, seen=seen, user=user)


def test_a_section_confirms_by_one_button_and_undoes_on_the_same_page(started, firm):
    browser, url = firm(started), path(started, "sections", "production")
    page = browser.get(url)
    count = len(page.context["unchanged"].same)
    assert f"confirm {count} answers" in page.content.decode()
    assert "Going on confirms under your name" in page.content.decode()
    shown = answers_of(started)
    held = {ref: shown[ref] for ref in page.context["unchanged"].same}
    sent = browser.post(url, {**held, **{f"{r}.rev": "1" for r in held}, "go": "unchanged"})
    assert sent["Location"].endswith("#unchanged")
    said = browser.get(sent["Location"])
    assert f"{count} answers were confirmed as unchanged" in said.content.decode()
    assert not said.context["unchanged"].same
    assert "Going on confirms" not in said.content.decode()
    moment = said.context["press"].confirmed.at.isoformat()
    undone = browser.post(url, {"undo": moment}, follow=True)
    assert f"Undone: {count} answers wait" in undone.content.decode()


def test_the_list_of_all_is_shown_before_it_is_confirmed(started, firm):
    browser, url = firm(started), path(started, "unchanged")
    assert url in browser.get(path(started)).content.decode()
    page = browser.get(url)
    assert {line.ref for section in page.context["same"] for line in section.lines} == waiting(
        started
    )
    shown = {f"{ref}.rev": rev for ref, rev in page.context["revisions"]}
    said = browser.post(url, {**shown, "go": "unchanged"}, follow=True)
    assert f"{len(shown)} answers were confirmed" in said.content.decode()
    assert not waiting(started)
    assert browser.get(f"{url}?confirmed=1e9&undone=x").status_code == 200


def test_the_start_page_counts_the_time_to_go_through_the_last_answers(started, firm):
    page = firm(started).get("/my/")
    words = page.content.decode()
    assert f"{page.context['unconfirmed'].count} answers are still those of" in words
    assert path(started, "unchanged") in words
    assert page.context["tasks"].progress.missing == ()
    assert page.context["tasks"].minutes_left == 10
