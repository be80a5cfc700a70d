"""The board: its figures against a count of the base tables, its files, its limits."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

from enterprises.models import Campaign, ScopeEntry, Step, StepReached, Target
from gongfu.core.actor import Actor
from gongfu.core.clock import today
from gongfu.core.models import User
from reports.coverage.asking import BoardForm
from reports.coverage.board import Board, board
from reports.coverage.calls import Standstill, calls
from reports.coverage.findings import finding
from reports.coverage.names import names_for
from reports.coverage.rates import Rate
from reports.coverage.reading import Slice
from reports.coverage.showing import ordered
from tests.factories import (
    CampaignFactory,
    EnterpriseFactory,
    as_regulator,
    in_scope,
    reach,
)

pytestmark = pytest.mark.django_db
TODAY = today()
START = TODAY - timedelta(days=300)
DUE = TODAY + timedelta(days=100)
DISTRICTS = ("310113", "310115", "310101")
STEPS = (Step.INVITED, Step.SUBMITTED, Step.VERIFIED, Step.REPORTED)


@pytest.fixture(autouse=True)
def _english_without_second_factor(settings):
    settings.GONGFU_DEMO = True
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def campaign() -> Campaign:
    """Twelve firms in three districts; every third got one step further than the one before."""
    made = CampaignFactory(starts_on=START, due_on=DUE, name_en="Round", slug="round")
    Target.objects.create(campaign=made, due_on=DUE, share=Decimal(1))
    for number in range(12):
        firm = in_scope(made, district=DISTRICTS[number % 3], staff=100 + number)
        for step in STEPS[: number % 5]:
            reach(made, firm, step, START + timedelta(days=20 * number + 5))
    return made


def browser(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    User.objects.filter(pk=actor.user_id).update(language="en")
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def figures(campaign: Campaign, *, step: str = Step.VERIFIED, **asked) -> Board:
    asked = {"as_of": TODAY, **asked}
    return board(campaign, Slice(campaign.pk, **asked), Step(step), names_for(as_regulator()))


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_every_figure_equals_a_count_of_the_base_tables(campaign):
    got = figures(campaign)
    firms = ScopeEntry.objects.filter(campaign=campaign).values_list(
        "enterprise", "enterprise__district"
    )
    verified = set(
        StepReached.objects.filter(campaign=campaign, step="verified").values_list(
            "enterprise", flat=True
        )
    )
    assert (got.whole.scope, got.whole.covered) == (12, len(verified))
    for line in got.districts:
        there = [pk for pk, code in firms if code == line.key]
        assert (line.scope, line.covered) == (len(there), len(verified.intersection(there)))
    assert got.whole.standing.gap == sum(line.standing.gap for line in got.districts)
    assert [line.rate.part for line in got.steps] == [9, 6, 4, 2]
    assert [line.waiting for line in got.steps] == [3, 3, 2, 2]
    for lines in (got.districts, got.industries, got.sizes):
        assert sum(line.scope for line in lines) == 12
        assert sum(line.covered for line in lines) == got.whole.covered
    assert sum(month.gained for month in got.months) == got.whole.covered


def test_a_drill_down_shows_the_same_figures_as_the_line_it_came_from(campaign):
    for line in figures(campaign).districts:
        part = figures(campaign, district=line.key)
        assert (part.whole.rate, part.whole.standing.gap) == (line.rate, line.standing.gap)
        assert [one.key for one in part.districts] == [line.key]


def test_an_earlier_day_shows_what_was_so_then(campaign):
    got = figures(campaign, as_of=START + timedelta(days=100))
    assert got.whole.covered == 2
    assert got.whole.expected is None


def test_a_passed_target_date_says_what_was_reached_and_what_came_since(campaign):
    passed = START + timedelta(days=150)
    Target.objects.update(due_on=passed)
    got = figures(campaign)
    assert got.whole.reached == Rate(2, 12)
    assert got.whole.standing.since == 2
    told = re.sub(r"<[^>]+>", "", " ".join(finding(got).sentences))
    assert "16.7% was covered (2 of 12 enterprises)" in told
    assert "Since then 2 more have come." in told
    assert "8 enterprises are still open." in told


def test_a_district_with_a_target_of_its_own_is_held_against_it(campaign):
    Target.objects.create(
        campaign=campaign, district_id="310113", due_on=DUE, share=Decimal("0.25")
    )
    gaps = {line.key: line.standing.gap for line in figures(campaign).districts}
    assert gaps["310113"] == 0
    assert figures(campaign, district="310113").whole.standing.gap == 0
    assert gaps["310115"] > 0


def test_the_most_urgent_district_stands_first_and_a_column_can_be_chosen(campaign):
    lines = figures(campaign).districts
    urgent = [line.standing.pace for line in ordered(lines, "")]
    assert urgent == sorted(urgent, reverse=True)
    assert [line.key for line in ordered(lines, "district")] == sorted(DISTRICTS)
    assert [line.key for line in ordered(lines, "nonsense")] == [
        line.key for line in ordered(lines, "-ratio")
    ]


@pytest.mark.parametrize("firms", [0, 25])
def test_the_page_takes_at_most_twelve_queries_however_many_firms(
    campaign, firms, django_assert_max_num_queries
):
    for _ in range(firms):
        in_scope(campaign)
    client = browser(as_regulator())
    client.get("/coverage/")
    with django_assert_max_num_queries(12):
        response = client.get("/coverage/")
    assert f"{12 + firms} enterprises in scope" in text_of(response)


def test_a_district_regulator_is_shown_nothing_of_another_district(campaign):
    reader = browser(as_regulator("310113"))
    page = text_of(reader.get("/coverage/"))
    assert "4 enterprises in scope" in page
    assert "Pudong" not in page
    assert "Huangpu" not in page
    for name in ("districts", "months", "calls"):
        content = b"".join(reader.get(f"/coverage/{name}.csv").streaming_content).decode()
        assert "Pudong" not in content
        assert "Huangpu" not in content
    asked = reader.get("/coverage/", {"district": "310115"})
    assert asked.status_code == 422
    assert "Pudong" not in text_of(asked)
    assert reader.get("/coverage/calls.csv", {"district": "310115"}).status_code == 422


def test_wrong_filters_are_named_and_nothing_is_shown_in_their_place(campaign):
    reader = browser(as_regulator())
    wrong = {"as_of": "yesterday", "step": "finished", "known_at": "now"}
    page = reader.get("/coverage/", wrong)
    assert page.status_code == 422
    assert "3 things need correcting" in text_of(page)
    assert "enterprises in scope" not in text_of(page)
    for name, value in {**wrong, "as_of": f"{TODAY + timedelta(days=1)}"}.items():
        assert reader.get("/coverage/", {name: value}).status_code == 422
    assert reader.get("/coverage/months.pdf").status_code == 404
    assert reader.get("/coverage/secrets.csv").status_code == 404


def test_the_page_says_so_where_there_is_nothing_to_show():
    reader = browser(as_regulator())
    assert "No campaign yet" in text_of(reader.get("/coverage/"))
    CampaignFactory(starts_on=START, due_on=DUE)
    assert "No enterprise of this selection was in scope" in text_of(reader.get("/coverage/"))


@pytest.mark.parametrize("name", ["districts", "industries", "sizes", "months", "steps", "calls"])
def test_every_table_is_a_file_with_filter_and_day_inside(campaign, name):
    reader = browser(as_regulator())
    query = {"district": "310113", "as_of": TODAY.isoformat()}
    response = reader.get(f"/coverage/{name}.csv", query)
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    head = dict(row for row in rows[:9] if len(row) == 2)
    assert head["Filter"].startswith("Baoshan")
    assert head["As of"] == TODAY.isoformat()
    assert "Simulated data" in rows[8][0]
    workbook = reader.get(f"/coverage/{name}.xlsx", query)
    sheet = load_workbook(io.BytesIO(b"".join(workbook.streaming_content))).active
    assert [cell.value for cell in sheet[11]] == rows[10]
    assert sheet.max_row == len(rows)


def test_a_file_can_be_asked_for_again_as_it_was_known(campaign):
    reader = browser(as_regulator())
    link = re.search(r'href="(\?[^"]*known_at[^"]*)"', reader.get("/coverage/").content.decode())
    pinned = link[1].replace("&amp;", "&")
    before = text_of(reader.get(f"/coverage/{pinned}"))
    in_scope(campaign, on=START)
    assert "13 enterprises in scope" in text_of(reader.get("/coverage/"))
    assert "12 enterprises in scope" in text_of(reader.get(f"/coverage/{pinned}"))
    assert "12 enterprises in scope" in before


def test_names_that_look_like_formulas_leave_as_text(campaign):
    in_scope(campaign, EnterpriseFactory(name_zh="=HYPERLINK(1)", name_en="=HYPERLINK(1)"))
    reader = browser(as_regulator())
    text = b"".join(reader.get("/coverage/calls.csv").streaming_content).decode()
    assert "'=HYPERLINK(1)" in text
    book = load_workbook(io.BytesIO(b"".join(reader.get("/coverage/calls.xlsx").streaming_content)))
    cells = [cell for row in book.active for cell in row if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_who_never_started_is_called_first_by_size(campaign):
    asked, actor = Slice(campaign.pk, TODAY), as_regulator()
    found = calls(campaign, asked, actor, step=Step.VERIFIED, limit=3)
    assert found.counts == {Standstill.NEVER: 6}
    staff = [call.enterprise.staff for call in found.firms]
    assert staff == sorted(staff, reverse=True)
    theirs = calls(campaign, asked, as_regulator("310113"), step=Step.VERIFIED)
    assert {call.enterprise.district_id for call in theirs.firms} <= {"310113"}


def test_the_form_starts_from_the_newest_campaign_today(campaign):
    CampaignFactory(starts_on=date(2020, 1, 1), due_on=date(2021, 1, 1), slug="old")
    actor = as_regulator()
    form = BoardForm({}, names=names_for(actor), actor=actor)
    assert form.is_valid()
    assert form.campaign_asked == campaign
    assert form.slice_asked.as_of == TODAY
