"""What stands beside a result: what to do, what changed, what to take along."""

from fractions import Fraction
from html import unescape

import pytest

from diagnosis.advice import MOST, measures_for
from diagnosis.catalogue import framework_for
from diagnosis.library import solutions
from diagnosis.maturity import score
from diagnosis.maturity.effects import apply_effects
from diagnosis.maturity.moves import next_move
from diagnosis.maturity.planning.wishes import Wishes
from diagnosis.planning.desk import Desk
from diagnosis.presenting import result_of
from gongfu.core.models import Job
from tests.factories import as_firm, as_regulator, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    return submitted(q5="B", s01="1")


def result_page(done) -> str:
    return f"/assessments/{done.pk}/result/"


def test_a_measure_adds_the_points_that_its_effects_really_add(done):
    row, framework = done.scores.get(is_current=True), framework_for(done)
    found = measures_for(done, row)
    assert len(found) == MOST
    for each in found:
        effects = [solutions()[each.ref]]
        changed = apply_effects(framework, row.answers, effects, done.profile)
        after = score(framework, changed, done.profile).total
        assert each.total.exact == after.exact_text
        assert Fraction(each.gain.exact) == after.exact - Fraction(row.exact)
        assert each.cost.unverified


def test_the_solutions_are_tried_once_and_said_in_each_language(done, monkeypatch, firm):
    row = done.scores.get(is_current=True)
    first = measures_for(done, row)
    monkeypatch.setattr("diagnosis.advice.advise", None)
    assert measures_for(done, row) == first
    page = firm(done).get(result_page(done)).content.decode()
    assert first[0].name in page


def test_the_first_measures_are_those_of_the_cheapest_plan_to_the_next_level(done):
    row = done.scores.get(is_current=True)
    plan = Desk(done, row, "en").planner.to_level(wishes=Wishes())
    found = measures_for(done, row)
    own = [each.ref for each in found if each.on_way]
    assert own
    assert own == [each.ref for each in found][: len(own)]
    assert set(own) <= set(plan.refs)


def test_everything_can_be_taken_along_in_both_languages(done, firm):
    browser = firm(done)
    page = browser.get(result_page(done)).content.decode()
    for needle in ("中文 PDF", "English PDF", "format=json", f"/assessments/{done.pk}/receipt/"):
        assert needle in page
    for language in ("zh", "en"):
        wanted = browser.post(f"/assessments/{done.pk}/report/", {"language": language})
        assert wanted["Location"].startswith("/jobs/")
    payloads = Job.objects.filter(kind="report").values_list("payload", flat=True)
    assert [payload["language"] for payload in payloads.order_by("pk")] == ["zh", "en"]


def test_who_may_not_issue_sees_the_reports_only(done, sign_in):
    for actor in (as_firm(done.enterprise, "viewer"), as_regulator()):
        page = sign_in(actor).get(result_page(done)).content.decode()
        assert "English PDF" not in page
        assert "Reports made so far" in page


def test_the_parts_stand_in_the_order_in_which_a_person_acts_on_them(done, firm):
    page = firm(done).get(result_page(done)).content.decode()
    parts = ("level", "blocking", "measures", "points", "why", "peers", "downloads")
    places = [page.index(f'id="{part}"') for part in parts]
    assert places == sorted(places)


def test_every_part_can_be_jumped_to_from_the_top(done, firm):
    page = firm(done).get(result_page(done)).content.decode()
    wanted = ("blocking", "measures", "points", "why", "scenes", "peers", "downloads")
    for part in wanted:
        assert page.index(f'href="#{part}"') < page.index(f'id="{part}"')


def test_the_way_is_one_of_several_and_its_substitutes_stand_beside_it(done, firm):
    page = firm(done).get(result_page(done)).content.decode()
    found = result_of(done, "en")
    assert "One way: with these" in page
    listed = {blocker.ref for blocker in found.blockers}
    assert found.swaps
    assert listed.isdisjoint(swap.ref for swap in found.swaps)
    for blocker in found.blockers:
        assert blocker.label in page
        assert blocker.need in unescape(page)


def test_other_small_steps_of_as_many_points_stand_in_for_an_answer_of_the_way():
    done = submitted(q5="B", q9=["B"], q12="A", q13="A", q14="A", q15="A")
    row, framework = done.scores.get(is_current=True), framework_for(done)
    found, now = result_of(done, "en"), score(framework, row.answers)
    way = {each["ref"]: each["option"] for each in row.document["blocking"]}
    exchanged = [each for each in found.blockers if each.gain and not each.needed]
    assert exchanged
    for blocker in exchanged:
        instead, gained = {}, Fraction(0)
        for swap in (each for each in found.swaps if each.gain):
            if gained < Fraction(blocker.gain.exact):
                present = now.evaluation.resolutions[swap.ref]
                instead[swap.ref] = next_move(framework.questions[swap.ref], present).choice
                gained += Fraction(swap.gain.exact)
        left = {ref: value for ref, value in way.items() if ref != blocker.ref}
        after = score(framework, {**row.answers, **left, **instead})
        assert (after.rank > now.rank) == (gained >= Fraction(blocker.gain.exact))


def test_a_score_of_an_earlier_core_can_still_be_read(done, firm):
    row = done.scores.get(is_current=True)
    row.document["blocking"] = [
        {name: entry[name] for name in ("ref", "option", "new", "gained")}
        for entry in row.document["blocking"][:1]
    ]
    row.core_version = "1"
    row.save()
    assert firm(done).get(result_page(done)).status_code == 200
    assert len(result_of(done, "en").blockers) > 1  # its way is found anew by today's rule


def test_a_solution_that_only_lifts_scenes_says_so_instead_of_adding_nothing(done, firm):
    page = firm(done).get(result_page(done)).content.decode()
    found = measures_for(done, done.scores.get(is_current=True))
    lifting = [each for each in found if each.gain.is_zero and each.lifts]
    assert ("adds no points by itself" in page) == bool(lifting)
