"""Talk about questions: who reads, who writes, what is new, and that it stays where it belongs."""

import pytest

from diagnosis.models import Comment
from diagnosis.services.commenting import add_comment, withdraw_comment
from diagnosis.teamwork.talking import Mark, marks_of, unread_by_assessment
from gongfu.core.errors import Forbidden, Invalid, Locked
from gongfu.core.models import Role
from tests.factories import (
    as_firm,
    as_regulator,
    assessment,
    consultant_for,
    full_answers,
    member_of,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    return assessment()


@pytest.fixture
def closed():
    return submitted(scored=False)


def say(opened, actor, text="Which machines count?", ref="q5"):
    return add_comment(assessment=opened, ref=ref, text=text, actor=actor)


def thread(opened, ref="q5"):
    return f"/assessments/{opened.pk}/comments/{ref}/"


def test_a_comment_names_its_author_and_role(opened, firm):
    comment = say(opened, member_of(opened))
    page = firm(opened).get(thread(opened)).content.decode()
    assert comment.by_name in page
    assert "Enterprise owner" in page
    assert "Which machines count?" in page


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 2001, "a\x00b", "\ud800"])
def test_an_empty_long_or_broken_text_is_refused_at_its_field(opened, text):
    with pytest.raises(Invalid) as refused:
        say(opened, member_of(opened), text)
    assert list(refused.value.fields) == ["text"]


def test_a_text_is_cleaned_and_shown_as_text(opened, firm):
    say(opened, member_of(opened), "\u202e<script>alert(1)</script>\n2nd line")
    page = firm(opened).get(thread(opened)).content.decode()
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page


def test_what_others_said_is_unread_until_the_thread_was_looked_at(opened, firm, sign_in):
    colleague = as_firm(opened.enterprise, Role.EDITOR)
    say(opened, colleague)
    owner = member_of(opened)
    assert marks_of(opened, owner) == {"q5": Mark(1, 1)}
    assert marks_of(opened, colleague) == {"q5": Mark(1, 0)}
    assert "1 unread" in firm(opened).get(f"/assessments/{opened.pk}/").content.decode()
    assert "new" in firm(opened).get(thread(opened)).content.decode()
    assert marks_of(opened, owner) == {"q5": Mark(1, 0)}
    say(opened, colleague, "And another thing")
    assert unread_by_assessment(owner, [opened.pk]) == {opened.pk: 1}


def test_who_answers_has_read_what_stood_there(opened):
    say(opened, as_firm(opened.enterprise, Role.EDITOR))
    owner = member_of(opened)
    say(opened, owner, "We will look")
    assert marks_of(opened, owner) == {"q5": Mark(2, 0)}


def test_the_marks_of_a_page_are_one_query(opened, django_assert_num_queries):
    for ref in ("q5", "q6", "s01"):
        say(opened, member_of(opened), ref=ref)
    owner = member_of(opened)
    with django_assert_num_queries(1):
        assert len(marks_of(opened, owner)) == 3


def test_withdrawn_words_are_gone_and_the_trace_stays(opened, firm):
    owner = member_of(opened)
    comment = say(opened, owner, "A slip of the tongue")
    withdraw_comment(comment=comment, actor=owner)
    page = firm(opened).get(thread(opened)).content.decode()
    assert "A slip of the tongue" not in page
    assert "Withdrawn by its author" in page
    assert comment.by_name in page
    assert Comment.objects.get().text == ""
    assert marks_of(opened, owner) == {}


def test_only_the_author_withdraws_and_only_once(opened):
    owner, colleague = member_of(opened), as_firm(opened.enterprise, Role.EDITOR)
    comment = say(opened, owner)
    with pytest.raises(Forbidden):
        withdraw_comment(comment=comment, actor=colleague)
    withdraw_comment(comment=comment, actor=owner)
    comment.refresh_from_db()
    with pytest.raises(Locked):
        withdraw_comment(comment=comment, actor=owner)


def test_a_second_press_of_the_button_says_nothing_twice(opened):
    say(opened, member_of(opened))
    say(opened, member_of(opened))
    assert Comment.objects.count() == 1


def test_a_comment_under_the_id_of_another_assessment_is_not_found(opened, sign_in):
    mine = say(opened, member_of(opened))
    other = assessment(firm=member_of(opened))
    url = f"/assessments/{other.pk}/comments/{mine.pk}/withdraw/"
    assert sign_in(member_of(opened)).post(url).status_code == 404
    assert Comment.objects.get().withdrawn_at is None


def test_a_foreign_firm_finds_no_thread(opened, sign_in):
    comment = say(opened, member_of(opened))
    stranger = sign_in(member_of(assessment()))
    assert stranger.get(thread(opened)).status_code == 404
    assert stranger.post(thread(opened), {"text": "hello"}).status_code == 404
    taken_back = f"/assessments/{opened.pk}/comments/{comment.pk}/withdraw/"
    assert stranger.post(taken_back).status_code == 404


def test_a_viewer_reads_but_does_not_write(opened, sign_in):
    viewer = as_firm(opened.enterprise, Role.VIEWER)
    say(opened, member_of(opened))
    browser = sign_in(viewer)
    assert "Add comment" not in browser.get(thread(opened)).content.decode()
    assert browser.post(thread(opened), {"text": "hello"}).status_code == 403
    with pytest.raises(Forbidden):
        say(opened, viewer)


def test_the_provider_takes_part_once_it_was_submitted(opened, closed, sign_in):
    actor = consultant_for(closed)
    consultant = sign_in(actor)
    assert consultant.post(thread(closed), {"text": "Please show me the list"}).status_code == 302
    assert "Consultant" in consultant.get(thread(closed)).content.decode()
    another = sign_in(consultant_for(opened))
    assert another.get(thread(opened)).status_code == 404  # a draft
    assert another.get(thread(closed)).status_code == 404  # not assigned


def test_the_district_reads_what_was_submitted(closed, sign_in):
    say(closed, member_of(closed))
    district = sign_in(as_regulator(closed.enterprise.district_id))
    assert "Which machines count?" in district.get(thread(closed)).content.decode()
    assert district.post(thread(closed), {"text": "hello"}).status_code == 403


def test_a_thread_of_an_unknown_question_is_not_found(opened, firm):
    assert firm(opened).get(thread(opened, "q999")).status_code == 404


def test_an_error_keeps_the_text_and_says_what_is_wrong(opened, firm):
    answer = firm(opened).post(thread(opened), {"text": "y" * 2001})
    assert answer.status_code == 422
    assert "at most 2000 are allowed" in answer.content.decode()
    assert "y" * 2001 in answer.content.decode()


def test_with_script_the_thread_alone_comes_back(opened, firm):
    answer = firm(opened).post(thread(opened), {"text": "hello"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith('<section class="card stack" id="thread"')


def test_all_threads_stand_on_one_page_latest_first(opened, firm):
    say(opened, member_of(opened), "first")
    say(opened, member_of(opened), "second", ref="s01")
    page = firm(opened).get(f"/assessments/{opened.pk}/comments/").content.decode()
    assert page.index("second") < page.index("first")


@pytest.mark.parametrize(
    ("path", "most"),
    [("", 17), ("comments/", 10), ("comments/q5/", 12), ("sections/data-systems/", 11)],
)
def test_a_page_costs_as_much_with_many_comments(path, most, firm, django_assert_max_num_queries):
    opened = assessment(**full_answers())
    colleague = as_firm(opened.enterprise, Role.EDITOR)
    for ref in ("q4", "q5", "q6", "s01", "s02"):
        for number in range(3):
            say(opened, colleague, f"comment {number}", ref=ref)
    browser, url = firm(opened), f"/assessments/{opened.pk}/{path}"
    browser.get(url)
    with django_assert_max_num_queries(most):
        assert browser.get(url).status_code == 200


def test_the_question_leads_to_its_thread_with_the_count(opened, firm):
    say(opened, as_firm(opened.enterprise, Role.EDITOR))
    page = firm(opened).get(f"/assessments/{opened.pk}/sections/data-systems/").content.decode()
    assert thread(opened) in page
    assert "1 unread" in page
