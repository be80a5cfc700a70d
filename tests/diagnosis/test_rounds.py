"""A new round: the last answers as a start, each to be confirmed, and what changed since."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from django.utils.html import escape

from diagnosis.answers import answers_of
from diagnosis.catalogue import framework_for
from diagnosis.models import Assessment
from diagnosis.models.causes import Cause
from diagnosis.presenting import Amount
from diagnosis.rounds.delta import delta_of
from diagnosis.rounds.earlier import last_round
from diagnosis.rounds.starting import start_for
from diagnosis.services.answering import save_answer
from gongfu.core.errors import Invalid, Locked
from tests.diagnosis.rounds import begin, document, path, person, score
from tests.factories import (
    as_firm,
    assessment,
    consultant_for,
    give,
    member_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(again) -> Assessment:
    """Three answers changed since the last round, and handed in."""
    begin(again)
    give(again, q5="A", q6=["B", "C"], s01="3")
    return score(again)


def test_a_new_round_starts_from_the_last_answers_at_one_press(last, again):
    offer = start_for(again, member_of(again), document(again))
    assert offer.open == len(answers_of(last)) == begin(again).filled
    assert answers_of(again) == answers_of(last)
    after = start_for(again, member_of(again), document(again))
    assert (after.open, after.unconfirmed) == (0, offer.open)
    again.refresh_from_db()
    assert again.answered == again.total


def test_what_is_answered_already_stays(again):
    give(again, q5="E")
    begin(again)
    assert answers_of(again)["q5"] == "E"
    assert begin(again).filled == 0


def test_an_answer_is_marked_until_it_is_confirmed_or_changed(again):
    begin(again)
    kept = document(again)["miit-sme:q5"]
    assert kept["origin"]["round"] == last_round(again, member_of(again)).year
    save_answer(assessment=again, ref="q5", raw="C", base_revision=1, user=person(again))
    assert "origin" not in document(again)["miit-sme:q5"]


def test_nothing_is_offered_in_the_first_round_or_once_submitted(last):
    assert start_for(last, member_of(last), document(last)) is None
    with pytest.raises(Locked):
        begin(last)
    first = assessment()
    assert start_for(first, member_of(first), {}) is None
    with pytest.raises(Invalid):
        begin(first)


def test_another_firm_s_answers_are_no_last_round(last):
    other = assessment()
    assert last_round(other, member_of(last)) is None
    assert last_round(other, member_of(other)) is None


def test_the_page_says_beside_a_question_what_was_answered_last_time(again, firm):
    page = firm(again).get(path(again, "sections", "equipment-network")).content.decode()
    assert "Last time (" in page


def test_looking_at_the_last_round_costs_one_query(again, django_assert_num_queries):
    actor = member_of(again)
    last_round(again, actor)  # the framework is read once per process
    with django_assert_num_queries(1):
        last_round(again, actor)


def test_three_changed_answers_are_three_rows_that_add_up(last, both):
    found = delta_of(both, member_of(both))
    assert [row.ref for row in found.rows] == ["q5", "q6", "s01"]
    old, new = (each.scores.get(kind="self", is_current=True).exact for each in (last, both))
    moved = sum(Fraction(row.moved.exact) for row in found.rows)
    assert moved == Fraction(found.difference.exact) == Fraction(new) - Fraction(old)
    assert [row.way for row in found.rows] == [-1, 1, 1]


def test_totals_that_would_not_add_up_when_rounded_are_given_in_full(both):
    found = delta_of(both, member_of(both))
    before, after = (
        replace(side, total=Amount(*total))
        for side, total in zip(
            (found.before, found.after), (("61.75", "61.8"), ("58.925", "58.9")), strict=True
        )
    )
    odd = replace(found, before=before, after=after, difference=Amount("-2.825", "-2.8"), places=3)
    assert [each.shown for each in odd.in_a_sentence] == ["61.750", "58.925", "-2.825"]
    even = replace(odd, difference=Amount("-2.9", "-2.9"))
    assert [each.shown for each in even.in_a_sentence] == ["61.8", "58.9", "-2.9"]


def test_the_page_and_its_files_show_the_rows(both, firm):
    browser = firm(both)
    page = browser.get(path(both, "delta")).content.decode()
    assert "3 answers changed: 2 better, 1 worse." in page
    found = json.loads(browser.get(path(both, "delta") + "?format=json").content)
    assert [row["question"] for row in found["changes"]] == ["q5", "q6", "s01"]
    table = b"".join(browser.get(path(both, "delta") + "?format=csv").streaming_content).decode()
    assert found["difference"]["exact"] in table.splitlines()[-1]
    assert browser.get(path(both, "delta") + "?format=xlsx").status_code == 200


def test_a_draft_shows_what_changed_so_far_without_points(again, firm):
    give(again, q5="A")
    page = firm(again).get(path(again, "delta")).content.decode()
    assert page.count("<tr id=") == 1
    assert "Points moved" not in page


def test_in_the_first_round_the_page_says_that_there_is_nothing_to_compare(last, firm):
    browser = firm(last)
    assert "no earlier round" in browser.get(path(last, "delta")).content.decode()
    assert browser.post(path(last, "delta"), {}).status_code == 422


def test_the_firm_says_which_solution_made_an_answer_better(both, firm):
    found = delta_of(both, member_of(both))
    cause = found.rows[2].causes[0]
    browser, chosen = firm(both), {"because": [f"s01:{cause.ref}"]}
    assert browser.post(path(both, "delta"), chosen)["Location"] == path(both, "delta")
    kept = Cause.objects.get()
    assert (kept.question, kept.solution, kept.by) == ("s01", cause.ref, person(both))
    assert delta_of(both, member_of(both)).rows[2].named[0].by == kept.by_name
    first = kept.at
    browser.post(path(both, "delta"), chosen)
    assert Cause.objects.get().at == first
    browser.post(path(both, "delta"), {})
    assert not Cause.objects.exists()


def test_the_consultant_reads_the_cause_beside_the_answer(both, firm, sign_in):
    cause = delta_of(both, member_of(both)).rows[2].causes[0]
    firm(both).post(path(both, "delta"), {"because": [f"s01:{cause.ref}"]})
    section = framework_for(both).section_of["s01"].ref
    page = sign_in(consultant_for(both)).get(path(both, "review", section)).content.decode()
    assert f"because of {escape(cause.name)}" in page


def test_only_what_is_offered_can_be_named(both, firm):
    refused = firm(both).post(path(both, "delta"), {"because": ["q5:no-such-thing"]})
    assert refused.status_code == 422
    assert not Cause.objects.exists()


def test_a_viewer_reads_the_page_and_changes_nothing(both, sign_in):
    viewer = sign_in(as_firm(both.enterprise, "viewer"))
    assert viewer.get(path(both, "delta")).status_code == 200
    assert viewer.post(path(both, "delta"), {}).status_code == 403


def test_the_task_list_offers_it_and_says_what_waits_for_a_look(last, again, firm):
    browser = firm(again)
    assert "so there is nothing to compare" in browser.get(path(again, "delta")).content.decode()
    for page in (path(again), "/my/"):
        first = browser.get(page).content.decode()
        offered = first.index("Start from the answers of")
        assert offered < first.index("Start the self-assessment")
    assert browser.post(path(again, "start-from"))["Location"] == path(again, "unchanged")
    page = browser.get(path(again)).content.decode()
    assert "Start from the answers of" not in page
    assert "Confirm or change them" in page
