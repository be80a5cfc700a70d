"""Districts at risk by required over present pace, who would close their gap, earlier forecasts."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest

from enterprises.models import Campaign, LedgerEntry, Step, Target
from gongfu.core.clock import now, today
from reports.coverage.board import Board, board
from reports.coverage.calls import Calling
from reports.coverage.lookback import look_back
from reports.coverage.names import names_for
from reports.coverage.reading import Slice
from reports.coverage.risks import risks
from reports.coverage.targets import State
from tests.factories import CampaignFactory, as_regulator, in_scope, reach
from tests.reports.coverage.test_board import browser, text_of

pytestmark = pytest.mark.django_db
TODAY = today()
BAOSHAN, PUDONG, HUANGPU = "310113", "310115", "310101"


@pytest.fixture
def campaign(settings) -> Campaign:
    """Five weeks before the end Baoshan needs 3 times its pace, Pudong 1.2 times, Huangpu none."""
    settings.GONGFU_DEMO = True
    start = TODAY - timedelta(days=200)
    made = CampaignFactory(starts_on=start, due_on=TODAY + timedelta(days=28))
    Target.objects.create(campaign=made, due_on=made.due_on, share=Decimal(1))
    for district, firms, recent in ((BAOSHAN, 8, 2), (PUDONG, 11, 5), (HUANGPU, 3, 3)):
        for number in range(firms):
            firm = in_scope(made, district=district, on=start)
            if number < recent:
                reach(made, firm, Step.VERIFIED, TODAY - timedelta(days=1 + 5 * number))
    return made


def figures(campaign: Campaign) -> Board:
    return board(campaign, Slice(campaign.pk, TODAY), Step.VERIFIED, names_for(as_regulator()))


def calling(campaign: Campaign) -> Calling:
    return Calling(campaign, Slice(campaign.pk, TODAY), as_regulator(), Step.VERIFIED)


def rows(client, name: str) -> list[list[str]]:
    content = b"".join(client.get(f"/coverage/{name}.csv").streaming_content)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_three_times_the_pace_stands_above_one_point_two(campaign):
    lines = {line.key: line.standing for line in figures(campaign).districts}
    assert [lines[key].ratio for key in (BAOSHAN, PUDONG)] == [3, Decimal("1.2")]
    assert lines[HUANGPU].state is State.COMPLETE
    page = text_of(browser(as_regulator()).get("/coverage/"))
    assert page.index("3.0 times") < page.index("1.2 times")
    found = risks(figures(campaign).districts, calling(campaign).counted())
    assert [(risk.line.key, risk.missing, risk.calls) for risk in found] == [(BAOSHAN, 4, 4)]


def test_the_calls_that_close_a_gap_are_as_many_as_are_missing(campaign):
    firms = calling(campaign).nearest({PUDONG: 1, BAOSHAN: 4})
    assert [firm.enterprise.district_id for firm in firms] == [PUDONG, *[BAOSHAN] * 4]
    assert len(calling(campaign).nearest({BAOSHAN: 4}, limit=2)) == 2
    assert calling(campaign).nearest({}) == []
    client = browser(as_regulator())
    assert [row[2] for row in rows(client, "risks")[-1:]] == ["Baoshan"]
    assert len([row for row in rows(client, "closing") if row[:1] == ["1"]]) == 4


def test_the_forecast_shows_its_figures_and_what_came_of_earlier_ones(campaign):
    client = browser(as_regulator())
    page = text_of(client.get("/coverage/forecast/"))
    assert "1 district at risk, 4 enterprises short at its present pace" in page
    assert "Earlier forecasts for this day" in page
    own = text_of(browser(as_regulator(PUDONG)).get("/coverage/forecast/"))
    assert "11 enterprises in scope" in own
    assert "Baoshan" not in own
    assert client.get("/coverage/forecast/", {"as_of": "soon"}).status_code == 422


def test_an_earlier_forecast_knows_only_what_was_recorded_then(campaign):
    LedgerEntry.objects.update(recorded_at=now() - timedelta(days=190))
    known = look_back(figures(campaign))
    assert known
    assert {trial.came for trial in known} == {10}
    LedgerEntry.objects.update(recorded_at=now())
    assert look_back(figures(campaign)) == []


def test_the_forecast_says_so_where_there_is_none(settings):
    settings.GONGFU_DEMO = True
    client = browser(as_regulator())
    assert "No campaign yet" in text_of(client.get("/coverage/forecast/"))
    made = CampaignFactory(starts_on=TODAY - timedelta(days=30), due_on=TODAY)
    in_scope(made)
    assert "No target has been set." in text_of(client.get("/coverage/forecast/"))
    Target.objects.create(campaign=made, due_on=made.due_on, share=Decimal(1))
    page = text_of(client.get("/coverage/forecast/"))
    assert "No forecast" in page
    assert "Nothing to compare yet" in page
