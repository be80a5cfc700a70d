"""The sentences of the board in every state and in both languages; the curve keeps in its frame."""

import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from django.utils.translation import override

from enterprises.models import Campaign, Step, Target
from gongfu.core.clock import today
from reports.coverage.board import Board, board
from reports.coverage.curve import NARROW, WIDE, draw
from reports.coverage.findings import finding
from reports.coverage.kpis import kpis
from reports.coverage.names import names_for
from reports.coverage.reading import Slice
from reports.coverage.targets import State
from reports.coverage.titles import curve_title, map_title, steps_title
from reports.coverage.wording import listed, number, signed_points, spoken
from tests.factories import CampaignFactory, as_regulator, in_scope, reach

pytestmark = pytest.mark.django_db
TODAY = today()


def city(*, begun: int, due: int, share: str | None = "1", covered: list[int]) -> Campaign:
    """Ten firms; `covered` says how many days ago some were verified, `due` in how many it ends."""
    start = TODAY - timedelta(days=begun)
    campaign = CampaignFactory(starts_on=start, due_on=max(start, TODAY + timedelta(days=due)))
    if share:
        Target.objects.create(campaign=campaign, due_on=campaign.due_on, share=Decimal(share))
    for position in range(10):
        firm = in_scope(campaign, district=("310113", "310115", "310101")[position % 3])
        if position < len(covered):
            reach(campaign, firm, Step.VERIFIED, TODAY - timedelta(days=covered[position]))
    return campaign


CASES = {
    "none in scope": ({"begun": -9, "due": 90, "covered": []}, None),
    "no target": ({"begun": 200, "due": 90, "share": None, "covered": [50]}, State.NO_TARGET),
    "complete": ({"begun": 200, "due": 90, "share": "0.2", "covered": [50, 3]}, State.COMPLETE),
    "too few": ({"begun": 40, "due": 90, "covered": [9]}, State.TOO_FEW),
    "will miss": ({"begun": 300, "due": 20, "covered": [90, 60, 9]}, State.RUNNING),
    "in time": ({"begun": 300, "due": 200, "covered": [90, 9, 8, 7]}, State.RUNNING),
    "stalled": ({"begun": 300, "due": 20, "covered": [90, 60]}, State.NO_PACE),
    "passed": ({"begun": 300, "due": -30, "covered": [90, 60, 9]}, State.PASSED),
    "met in time": ({"begun": 300, "due": -30, "share": "0.2", "covered": [90, 60]}, State.PASSED),
}


@pytest.fixture(params=CASES)
def case(request) -> tuple[Campaign, State | None]:
    made, state = CASES[request.param]
    return city(**made), state


def board_of(campaign: Campaign) -> Board:
    asked = Slice(campaign.pk, TODAY)
    return board(campaign, asked, Step.VERIFIED, names_for(as_regulator()))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_board_speaks_in_every_state(case, language):
    campaign, state = case
    with override(language):
        got = board_of(campaign)
        said = [re.sub(r"<[^>]+>", "", one) for one in finding(got).sentences]
        titles = [curve_title(got), map_title(got), steps_title(got)]
        labels = [f"{one.label} {one.figure} {one.unit} {one.context}" for one in kpis(got)]
    text = " ".join([*said, *titles, *labels])
    assert said
    assert not re.search(r"[{}]|%\(", text)
    assert bool(re.search("[一-鿿]", text)) == (language == "zh-hans")
    if state:
        assert got.whole.standing.state is state
    if language == "zh-hans":
        assert not re.search("[a-z]{2}", text)
        assert not re.search("[一-鿿] [0-9]|[0-9%] [一-鿿]", "\n".join([*said, *titles]))


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_the_curve_keeps_inside_its_frame(case, frame):
    drawing = draw(board_of(case[0]), frame)
    places = re.findall(r"[\d.]+ [\d.]+", f"{drawing.main} {drawing.target} {drawing.band}")
    for place in places:
        x, y = map(float, place.split())
        assert frame.left <= x <= frame.right
        assert frame.top <= y <= frame.bottom
    heights = sorted(float(label.y) for label in drawing.labels if float(label.x) > frame.right)
    assert all(later - sooner >= 16 for sooner, later in pairwise(heights))


def test_numbers_days_and_names_are_said_as_people_write_them():
    with override("zh-hans"):
        assert spoken(date(2026, 9, 30)) == "2026年9月30日"
        assert listed(["宝山", "崇明", "金山"]) == "宝山、崇明、金山"
    with override("en"):
        assert spoken(date(2026, 9, 30)) == "30 September 2026"
        assert listed(["Baoshan", "Chongming", "Jinshan"]) == "Baoshan, Chongming and Jinshan"
    assert number(-1234) == "−1,234"
    assert [signed_points(Fraction(n, 1000)) for n in (61, -61, 0)] == ["+6.1", "−6.1", "0.0"]
