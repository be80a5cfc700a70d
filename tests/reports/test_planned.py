"""The agreed plan in the report: the figures of its page, and how far its items have come."""

from datetime import date
from itertools import pairwise

import pytest
from django.utils import translation

from diagnosis.models import PlanItem
from diagnosis.planning.desk import Desk
from diagnosis.planning.disclosing import disclose
from gongfu.core.models import User
from gongfu.core.stored import stored_path
from reports.services.composing import compose
from tests import factories
from tests.reports.conftest import issued, verify
from tests.reports.document.paper import squeezed, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(done):
    """Four solutions, one of them due earlier than worked out and done."""
    agreed = factories.agreed(done, 4)
    first = agreed.items.all()[0]
    PlanItem.objects.filter(pk=first.pk).update(
        owner="王工", state="done", due_on=date(2031, 2, 28), changed_at=agreed.agreed_at
    )
    return agreed


def composed(assessment, lang="en", kind="self"):
    return compose(assessment=assessment, language=lang, kind=kind)


def test_total_cost_and_axes_are_those_of_the_agreed_page(done, agreed):
    context = composed(done)
    with translation.override("en"):
        desk = Desk(done, agreed.score, "en")
        told = desk.told([each.solution for each in agreed.items.all()], desk.planner.of([]).wishes)
    plan = context.plan
    assert (plan.planned.exact, plan.planned.shown) == (agreed.total, told.total_then)
    assert plan.planned_level == agreed.level
    assert told.cost == f"{plan.cost_low}–{plan.cost_high}"
    parts = [part for each in context.dimensions for part in each.parts]
    assert [part.planned_percent for part in parts] == [axis.then for axis in told.axes]


def test_the_items_lead_from_the_present_total_to_the_planned_one(done, agreed):
    context = composed(done)
    measures = context.plan.measures
    assert measures[0].total_before == context.result.total.exact
    assert measures[-1].total_after == context.plan.planned.exact
    for one, next_one in pairwise(measures):
        assert one.total_after == next_one.total_before


def test_owner_day_and_state_stand_beside_each_item(done, agreed, tmp_path):
    first = composed(done).plan.measures[0]
    assert (first.owner, first.due_on, first.quarter) == ("王工", date(2031, 2, 28), "2031 Q1")
    assert composed(done).plan.follow_up.endswith("1 done, 0 started, 3 not started, 0 dropped.")
    text = text_of(stored_path(issued(done).file).read_bytes(), tmp_path)
    for word in ("定制化方案", "王工", "2031-02-28", "负责人待定", "进行中0项"):
        assert squeezed(word) in text
    assert "建议方案" not in text


def test_what_a_provider_sells_itself_is_printed_beside_the_plan(done, tmp_path):
    consultant = factories.consultant_for(done)
    agreed = factories.agreed(done, 2, actor=consultant)
    user = User.objects.get(pk=consultant.user_id)
    first, second = agreed.items.all()
    disclose(plan=agreed, sells={first.pk: True, second.pk: False}, user=user, actor=consultant)
    said = composed(done).plan.disclosures
    assert [each.sells for each in said] == [True, False]
    assert said[0].measure == composed(done).plan.measures[0].name
    text = text_of(stored_path(issued(done).file).read_bytes(), tmp_path)
    assert "诊断机构利益关系说明" in text
    assert "本机构或关联公司销售" in text


def test_what_the_next_level_asks_besides_points_stands_below_the_scale(done, tmp_path):
    context = composed(done, "zh")
    following = context.result.levels[context.result.level or 0]
    text = text_of(stored_path(issued(done).file).read_bytes(), tmp_path)
    assert squeezed(following.besides) in text


def test_a_plan_agreed_to_on_other_answers_is_worked_out_anew_and_says_so(done, agreed):
    verify(done, q1=["A"], q5="B")
    context = composed(done, kind="diagnosis")
    assert context.plan.measures[0].total_before == context.result.total.exact
    assert "earlier answers" in context.plan.follow_up
    assert "earlier answers" not in composed(done).plan.follow_up


def test_without_a_plan_the_report_recommends(done):
    context = composed(done)
    assert context.plan is None
    assert context.measures
