"""The list of enterprises with stage and level, its export, and the page of one enterprise."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from diagnosis.models import Assessment
from enterprises.models import Campaign, Enterprise
from gongfu.core.actor import Actor
from gongfu.core.clock import now, today
from gongfu.core.models import Role, User
from reports.enterprise_rows import NO_CAMPAIGN, NUMBERS, Teller, rows_of
from tests.enterprises.register.registers import uploaded
from tests.factories import (
    CampaignFactory,
    EnterpriseFactory,
    as_firm,
    as_regulator,
    assessment,
    consultant_for,
    in_scope,
    reach,
    submitted,
)

pytestmark = pytest.mark.django_db
LIST = reverse("enterprises:list")


@pytest.fixture(autouse=True)
def demo(settings):
    settings.GONGFU_DEMO = True


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def names_on(client: Client, **query: str) -> list[str]:
    """The firms of the page, in order."""
    page = client.get(LIST, query).context["page"]
    return [row.name_zh for row in page.rows]


def stage_of(enterprise: Enterprise, campaign: Campaign, actor: Actor | None = None) -> str:
    row = rows_of(campaign, actor or Actor.system("test")).get(pk=enterprise.pk)
    return next(key for key, number in NUMBERS.items() if number == row.stage)


@pytest.fixture
def firms(db) -> list[Enterprise]:
    made = [
        {"name_zh": "宝山钢管厂", "district": "310113", "industry_code": "31", "staff": 1200,
         "revenue": 50_000},
        {"name_zh": "安亭汽车电子", "district": "310114", "industry_code": "3670"},
        {"name_zh": "张江芯片", "district": "310115", "industry_code": "3973", "staff": 10,
         "revenue": 100},
    ]  # fmt: skip
    return [EnterpriseFactory.create(**fields) for fields in made]


def test_firms_stand_in_the_order_of_their_sound(firms):
    client = client_of(as_regulator())
    assert names_on(client) == ["安亭汽车电子", "宝山钢管厂", "张江芯片"]
    assert names_on(client, o="-name") == ["张江芯片", "宝山钢管厂", "安亭汽车电子"]
    assert names_on(client, o="district")[0] == "宝山钢管厂"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "芯片"}, ["张江芯片"]),
        ({"q": "钢"}, ["宝山钢管厂"]),
        ({"district": "310114"}, ["安亭汽车电子"]),
        ({"industry": "31"}, ["宝山钢管厂"]),
        ({"size": "large"}, ["宝山钢管厂"]),
        ({"size": "micro"}, ["张江芯片"]),
        ({"scale": "no"}, ["张江芯片"]),
        ({"stage": "reported"}, []),
        ({"level": "-1", "q": "厂"}, ["宝山钢管厂"]),
        ({"district": "nonsense"}, ["安亭汽车电子", "宝山钢管厂", "张江芯片"]),
    ],
)
def test_every_filter_stands_in_the_address(firms, query, found):
    assert names_on(client_of(as_regulator()), **query) == found


def test_a_district_sees_its_own_firms_whatever_it_asks_for(firms):
    client = client_of(as_regulator("310113"))
    assert names_on(client) == ["宝山钢管厂"]
    assert names_on(client, district="310115") == ["宝山钢管厂"]
    assert names_on(client, q="张江") == []
    page = client.get(LIST, {"q": "张江"}).content.decode()
    assert firms[2].uscc not in page
    assert client.get(reverse("enterprises:detail", args=[firms[2].pk])).status_code == 404


def test_pages_follow_each_other_without_gap_or_double(db):
    for number in range(30):
        EnterpriseFactory.create(name_zh=f"同名厂{number % 3}")
    client = client_of(as_regulator())
    seen, address = [], LIST
    while address:
        page = client.get(address).context["page"]
        seen += [row.pk for row in page.rows]
        address = LIST + page.next if page.next else ""
    assert len(seen) == len(set(seen)) == 30
    assert page.first == 25
    assert page.last == page.total == 30


def test_the_size_of_a_page_and_the_size_of_firms_are_two_things(firms):
    page = client_of(as_regulator()).get(LIST, {"size": "large", "per": "50"}).context["page"]
    assert (page.size, page.total) == (50, 1)


def test_the_list_costs_the_same_for_three_firms_and_for_fifty(
    firms, django_assert_max_num_queries
):
    campaign = CampaignFactory.create()
    for _ in range(50):
        in_scope(campaign)
    client = client_of(as_regulator())
    client.get(LIST)
    with django_assert_max_num_queries(14):
        client.get(LIST, {"per": "50", "o": "-due", "q": "样例", "stage": "waiting"})


def test_htmx_gets_the_results_alone(firms):
    client = client_of(as_regulator())
    part = client.get(LIST, {"q": "芯片"}, headers={"HX-Request": "true"})
    text = part.content.decode()
    assert text.startswith('<div class="stack" id="results"')
    assert "<html" not in text
    assert "HX-Request" in part["Vary"]


def test_the_stage_follows_the_work(firms):
    campaign = CampaignFactory.create()
    assert stage_of(firms[0], campaign) == "out"
    in_scope(campaign, firms[0])
    assert stage_of(firms[0], campaign) == "waiting"
    opened = assessment()
    assert stage_of(opened.enterprise, opened.campaign) == "never"
    Assessment.objects.update(last_answer_at=now())
    assert stage_of(opened.enterprise, opened.campaign) == "drafting"
    done = submitted()
    assert stage_of(done.enterprise, done.campaign) == "submitted"
    reach(done.campaign, done.enterprise, "reported", today())
    assert stage_of(done.enterprise, done.campaign) == "reported"


def test_a_stalled_draft_says_so_and_is_overdue_by_days():
    opened = assessment()
    Assessment.objects.update(
        last_answer_at=now() - timedelta(days=30), due_on=today() - timedelta(days=12)
    )
    row = rows_of(opened.campaign, Actor.system("test")).get(pk=opened.enterprise_id)
    told = Teller(opened.campaign).tell(row)
    assert (told.stage_tone, told.overdue) == ("warn", 12)


def test_a_level_is_told_once_the_assessment_was_submitted():
    done = submitted()
    row = rows_of(done.campaign, as_regulator()).get(pk=done.enterprise_id)
    assert row.rank == done.scores.get().level
    Assessment.objects.update(status="draft")
    row = rows_of(done.campaign, as_regulator()).get(pk=done.enterprise_id)
    assert row.rank == -1


def test_a_city_without_a_campaign_has_a_list_all_the_same(firms):
    page = client_of(as_regulator()).get(LIST)
    assert page.status_code == 200
    assert rows_of(NO_CAMPAIGN, as_regulator()).count() == 3


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_says_what_it_shows_and_holds_no_live_formula(form):
    EnterpriseFactory.create(name_zh="=1+1 厂", name_en="@cmd", address="+x", contact_name="-y")
    answer = client_of(as_regulator()).get(reverse("enterprises:export", args=[form]), {"q": "1+1"})
    rows = table_of(b"".join(answer.streaming_content), form)
    assert "1+1" in str(rows[2][1])
    assert str(today()) in str(rows[3][1])
    header = next(index for index, row in enumerate(rows) if "统一社会信用代码" in row)
    assert len(rows) == header + 2
    if form == "csv":
        live = [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
        assert live == []


def table_of(data: bytes, form: str) -> list[list[str]]:
    if form == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    cells = [list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows()]
    assert not [cell for row in cells for cell in row if cell.data_type == "f"]
    return [[cell.value for cell in row] for row in cells]


def test_an_export_can_be_imported_again_and_changes_nothing(firms):
    EnterpriseFactory.create(staff=None, revenue=None)
    regulator = as_regulator()
    for language in ("zh-hans", "en"):
        User.objects.update(language=language)
        answer = client_of(regulator).get(reverse("enterprises:export", args=["csv"]))
        found = uploaded(b"".join(answer.streaming_content), regulator)
        assert (found.unchanged, found.refused, found.updated) == (4, 0, 0)


def test_an_export_holds_what_the_list_shows_and_no_more(firms):
    client = client_of(as_regulator("310113"))
    answer = client.get(reverse("enterprises:export", args=["csv"]), {"district": "310115"})
    text = b"".join(answer.streaming_content).decode()
    assert "宝山钢管厂" in text
    assert "张江芯片" not in text


def test_one_enterprise_with_its_history_at_a_fixed_cost(django_assert_max_num_queries):
    done = submitted()
    reach(done.campaign, done.enterprise, "verified", date(2026, 1, 5))
    address = reverse("enterprises:detail", args=[done.enterprise_id])
    client = client_of(as_regulator())
    client.get(address)
    with django_assert_max_num_queries(19):
        page = client.get(address).content.decode()
    assert done.enterprise.uscc in page
    assert reverse("diagnosis:result", args=[done.pk]) in page
    assert "2026-01-05" in page


def test_firm_and_consultant_see_the_page_of_their_firm_only():
    done = submitted()
    other = EnterpriseFactory.create()
    for actor in (consultant_for(done), as_firm(done.enterprise, Role.VIEWER)):
        client = client_of(actor)
        addresses = [
            reverse("enterprises:detail", args=[pk]) for pk in (done.enterprise_id, other.pk)
        ]
        assert [client.get(address).status_code for address in addresses] == [200, 404]


def test_the_board_leads_to_the_firms_that_stand_still():
    opened = assessment()
    in_scope(opened.campaign, name_zh="别的厂")
    client = client_of(as_regulator())
    found = names_on(client, standing="never", campaign=opened.campaign.slug)
    assert set(found) == {opened.enterprise.name_zh, "别的厂"}
    Assessment.objects.update(last_answer_at=now())
    assert names_on(client, standing="never", campaign=opened.campaign.slug) == ["别的厂"]
