"""Lists of firms that do not move, as the board counts them, and reminders from them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from diagnosis.models import Assessment, Reminder, Status
from diagnosis.services.opening import open_assessment
from enterprises.models import Campaign, DeadlineChange
from enterprises.programme.rule import Rule, rule_of
from gongfu.core import jobs
from gongfu.core.clock import now, today
from reports.coverage.calls import calls
from reports.coverage.reading import Slice
from reports.standstill.listing import counts_of, still
from tests.factories import SYSTEM, as_firm, as_regulator, assessment, district, in_scope
from tests.reports.conftest import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.GONGFU_DEMO = True


@pytest.fixture
def campaign(db) -> Campaign:
    """One firm that never answered, with an owner."""
    return assessment().campaign


@pytest.fixture
def city(db):
    return browser_of(as_regulator())


def more(campaign: Campaign, *, owner: bool = True, **changes: object) -> Assessment:
    """Another firm of the campaign whose assessment stands as the changes say."""
    firm = in_scope(campaign)
    opened = open_assessment(enterprise=firm, campaign=campaign, actor=SYSTEM)
    Assessment.objects.filter(pk=opened.pk).update(**changes)
    if owner:
        as_firm(firm)
    return opened


def long_ago(days: int = 40):
    return now() - timedelta(days=days)


def page(campaign: Campaign, name: str = "standstill", **query: object) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{reverse(f'diagnosis:{name}', args=[campaign.slug])}?{asked}"


def test_the_lists_hold_whom_the_board_counts(campaign, city):
    more(campaign, last_answer_at=long_ago())
    more(campaign, last_answer_at=now(), due_on=today() - timedelta(days=3))
    more(campaign, status=Status.SUBMITTED, submitted_at=now(), last_answer_at=now())
    in_scope(campaign)  # not invited yet
    counts = counts_of(still(campaign, Rule(), as_regulator()))
    assert counts == {"never": 2, "stalled": 1, "overdue": 1}
    asked = Slice(campaign_id=campaign.pk, as_of=today())
    assert counts == calls(campaign, asked, as_regulator(), step=campaign.counted_step).counts
    for kind, count in counts.items():
        assert city.get(page(campaign, kind=kind)).context["page"].total == count
    assert city.get(page(campaign, kind="stalled", idle=60)).context["page"].total == 0
    assert not counts_of(still(campaign, rule_of(districts=["310104"]), as_regulator()))


def test_a_district_sees_its_own_list_only(campaign):
    district()
    for code, count in (("310115", 1), ("310104", 0)):
        browser = browser_of(as_regulator(code))
        assert browser.get(page(campaign)).context["page"].total == count


def test_what_a_reminder_would_do_is_said_before_any_mail(campaign, city):
    alone, _uninvited = more(campaign, owner=False), in_scope(campaign)
    address = page(campaign, "standstill_remind")
    seen = city.post(address, {"whom": "all"}).context["tried"]
    assert (seen.mails_to, seen.nobody, seen.today, seen.not_open) == (1, 1, 0, 1)
    assert not Reminder.objects.exists()
    with translation.override("en"):
        assert city.post(address, {"whom": "all", "sure": "on"}).status_code == 302
        mail.outbox.clear()
        jobs.run_until_empty("bulk", heartbeat=False)
    assert len(mail.outbox) == 1
    assert set(Reminder.objects.values_list("kind", flat=True)) == {f"hand-{today().isoformat()}"}
    again = city.post(address, {"whom": "all"}).context["tried"]
    assert (again.mails_to, again.today) == (0, 2)
    assert city.post(address, {"whom": "all", "sure": "on"}).status_code == 422
    assert alone.reminders.count() == 1


def test_only_firms_of_the_list_can_be_chosen(campaign, city):
    wanted = Assessment.objects.get().enterprise
    busy = more(campaign, last_answer_at=now())
    address = page(campaign, "standstill_remind")
    assert city.post(address, {"whom": "chosen", "firm": wanted.pk}).context["total"] == 1
    for firms in ([], [busy.enterprise_id], ["x"]):
        assert city.post(address, {"whom": "chosen", "firm": firms}).status_code == 422


def test_the_file_holds_the_list_with_its_moment(campaign, city):
    firm = Assessment.objects.get().enterprise
    address = reverse("diagnosis:standstill_export", args=[campaign.slug, "csv"])
    text = b"".join(city.get(f"{address}?kind=never").streaming_content).decode()
    assert firm.uscc in text
    assert today().isoformat() in text
    overdue = b"".join(city.get(f"{address}?kind=overdue").streaming_content).decode()
    assert firm.uscc not in overdue


def test_firms_get_more_time_with_a_reason_and_never_less(campaign, city):
    short = more(campaign, due_on=today() - timedelta(days=5), last_answer_at=now())
    longer = Assessment.objects.exclude(pk=short.pk).get().due_on
    address = page(campaign, "standstill_extend", kind="overdue")
    until = today() + timedelta(days=20)
    wish = {"whom": "all", "due_on": until.isoformat()}
    assert "reason" in city.post(address, wish).context["longer"].errors
    past = {**wish, "reason": "Flood", "due_on": "2024-01-01"}
    assert "due_on" in city.post(address, past).context["longer"].errors
    assert city.post(address, {**wish, "reason": "Flood"}).status_code == 302
    assert set(Assessment.objects.values_list("due_on", flat=True)) == {until, longer}
    change = DeadlineChange.objects.get()
    assert (change.enterprise_id, change.after) == (short.enterprise_id, until)
    assert (change.before, change.reason) == (today() - timedelta(days=5), "Flood")
