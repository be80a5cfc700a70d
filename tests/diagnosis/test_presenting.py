"""A result in words: what the page, the report and the API all read."""

from fractions import Fraction

import pytest

from diagnosis import maturity
from diagnosis.catalogue import framework_for
from diagnosis.maturity.resolving import Reading
from diagnosis.models import Score
from diagnosis.presenting import Entry, answer_in_words, result_of
from diagnosis.services.scoring import score_row
from gongfu.core.clock import now
from tests.factories import assessment, full_answers, published, submitted

pytestmark = pytest.mark.django_db

SHARE = {"option": None, "fields": {"equipment_total": "48", "equipment_digital": "18"}}


def best(closed):
    """The best answer to every question."""
    return {
        ref: [option.ref for option in question.options if not option.exclusive]
        if question.is_multi
        else max(question.options, key=lambda o: (o.points, o.level or 0)).ref
        for ref, question in framework_for(closed).questions.items()
    }


def shown_of(opened, answers, lang="en"):
    """The result of some answers, without going through the pages."""
    result = maturity.score(framework_for(opened), answers)
    Score.objects.filter(assessment=opened).delete()
    score_row(assessment=opened, kind="self", result=result, at=now()).save()
    return result_of(opened, lang)


def test_the_best_answers_reach_the_top():
    opened = assessment()
    found = shown_of(opened, best(opened))
    assert (found.total.exact, found.rank, found.level_name) == ("100", 4, "Collaborative")
    assert [dimension.earned.exact for dimension in found.dimensions] == ["50", "30", "20"]
    assert found.next_level is None
    assert found.blockers == ()
    assert found.gap_text == "The highest level is reached."


def test_parts_add_up_to_the_total():
    found = result_of(submitted(), "en")
    total = sum(Fraction(dimension.earned.exact) for dimension in found.dimensions)
    assert total == sum(Fraction(axis.earned.exact) for axis in found.axes)
    assert total == sum(Fraction(question.points.exact) for question in found.scored_questions)
    assert total == Fraction(found.total.exact)


def test_a_high_score_with_too_few_scenes_names_the_scenes():
    opened = assessment()
    answers = best(opened) | {f"s{number:02}": "3" for number in range(1, 11)}
    found = shown_of(opened, answers)
    scenes = next(c for c in found.next_level.conditions if c.kind == "scenes")
    assert (found.rank, scenes.met, scenes.short) == (3, False, "4")
    assert len(scenes.lacking) == 10
    assert len(scenes.nearest) >= 4
    assert "4 scenes" in found.gap_text


def test_binding_scenes_are_told_among_the_scenes_and_not_beside_them():
    opened = assessment()
    found = shown_of(opened, best(opened) | {f"s{number:02}": "1" for number in range(1, 17)})
    assert found.gap_text == "6 scenes (3 of them binding ★) short of Normalised."


def test_a_gap_that_would_round_to_nothing_is_given_exactly():
    opened = assessment()
    answers = {"q1": ["B"], "q4": ["B", "O"]} | dict.fromkeys(
        [f"s{number:02}" for number in range(1, 17)], "1"
    )
    found = shown_of(opened, answers)
    assert found.rank is None
    assert found.level_name is None
    assert "short of Initial" in found.gap_text


def test_a_computed_answer_says_how_it_came_about():
    found = result_of(submitted(q2=SHARE), "en")
    answer = next(q for q in found.questions if q.ref == "q2").answer
    assert answer.calculation.value.shown == "37.5"
    assert "37.5%" in answer.calculation.text
    assert [entry.value for entry in answer.entries] == ["48", "18"]
    assert "48 machines; Digital machines: 18 machines" in answer.full, "others give this share too"


def test_nothing_is_known_of_what_was_not_answered():
    opened = assessment()
    found = shown_of(opened, {"q1": ["B"]})
    question = next(q for q in found.questions if q.ref == "q5")
    assert (question.points, question.missing.exact) == (None, "10")
    assert len(found.unanswered) == 30
    assert all(scene.level is None for group in found.scene_groups for scene in group.scenes)


def test_changing_exactly_the_blocking_answers_reaches_the_next_level():
    closed = submitted()
    found = result_of(closed, "en")
    kept = closed.scores.get().document["blocking"]
    changed = full_answers() | {entry["ref"]: entry["option"] for entry in kept}
    assert [entry["ref"] for entry in kept] == [blocker.ref for blocker in found.blockers]
    assert shown_of(closed, changed).rank == found.rank + 1


@pytest.mark.parametrize(("lang", "name"), [("zh", "规范级"), ("en", "Normalised")])
def test_a_result_speaks_the_language_it_was_asked_in(lang, name):
    found = result_of(submitted(), lang)
    assert found.level_name == name
    assert (found.lang, found.levels[1].name) == (lang, name)


def test_an_assessment_without_a_score_has_no_result(django_assert_max_num_queries):
    assert result_of(assessment(), "en") is None
    closed = submitted()
    with django_assert_max_num_queries(2):
        assert result_of(closed, "en")


@pytest.mark.parametrize(
    ("value", "unit", "figure"),
    [
        ("90", "10,000 yuan", "90 × 10,000 yuan"),
        ("11526.5", "万元", "11,526.5 万元"),
        ("98.5", "%", "98.5%"),
        ("-3", "", "-3"),
    ],
)
def test_a_figure_stands_with_its_unit_as_people_write_it(value, unit, figure):
    entry = Entry("Revenue", value, unit)
    assert (entry.figure, entry.line) == (figure, f"Revenue {figure}")


@pytest.mark.parametrize(
    ("ref", "fields", "figure"),
    [
        (
            "q12",
            ("energy_this=510", "revenue_this=8400", "energy_last=520", "revenue_last=8000"),
            "0.065 tce per 10,000 yuan → 0.0607 tce per 10,000 yuan",
        ),
        (
            "q14",
            ("revenue_this=8400", "headcount_this=100", "revenue_last=8000", "headcount_last=100"),
            "80 × 10,000 yuan per person → 84 × 10,000 yuan per person",
        ),
        (
            "q15",
            ("cost_this=7056", "revenue_this=8400", "cost_last=6800", "revenue_last=8000"),
            "85% → 84%",
        ),
    ],
)
def test_a_trend_tells_what_both_years_come_to(ref, fields, figure):
    framework = published()
    sheet = {ref: {"fields": dict(field.split("=") for field in fields)}}
    worked = answer_in_words(Reading(framework, sheet), framework.texts("en"), ref).calculation
    assert worked.figure == figure
    assert figure.replace(" → ", " and then ") in worked.text
