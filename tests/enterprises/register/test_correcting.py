"""Corrections: proposed by the firm, decided by its district, never silently written."""

from collections import Counter

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from enterprises.models import LedgerEntry, Move
from enterprises.programme.recounting import ledger_differences
from enterprises.register.models import Correction, Enterprise
from enterprises.register.services.registering import save_enterprise
from gongfu.core import clock, jobs
from gongfu.core.models import Change, Role, User
from tests.factories import CampaignFactory, EnterpriseFactory, as_firm, as_regulator, in_scope

pytestmark = pytest.mark.django_db
State = Correction.State


@pytest.fixture(autouse=True)
def demo(settings):
    settings.GONGFU_DEMO = True


@pytest.fixture
def firm(db):
    return EnterpriseFactory.create(address="样例路 1 号")


def client_of(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def propose(firm, field, new, *, client=None, reason="见营业执照"):
    client = client or client_of(as_firm(firm))
    path = reverse("enterprises:correction", args=[field])
    return client.post(path, {"new": new, "reason": reason})


def decide(client, decision, *corrections, answer="", seen=None):
    """Decide what the page shows, with the marks that stand in it, or with those given."""
    page = client.get(reverse("enterprises:corrections")).content.decode()
    marks = seen or {
        f"seen-{one.pk}": page.split(f'name="seen-{one.pk}" value="')[1].split('"')[0]
        for one in corrections
    }
    form = {"correction": [one.pk for one in corrections], "decision": decision, "answer": answer}
    return client.post(reverse("enterprises:corrections"), form | marks)


def only() -> Correction:
    return Correction.objects.get()


def test_a_proposal_changes_nothing_until_the_district_accepts_it(firm):
    assert propose(firm, "address", "样例路 2 号").status_code == 302
    firm.refresh_from_db()
    assert firm.address == "样例路 1 号"
    decide(client_of(as_regulator(firm.district_id)), "accept", only())
    firm.refresh_from_db()
    assert (firm.address, only().state) == ("样例路 2 号", State.ACCEPTED)


def test_an_accepted_name_is_found_by_the_search_and_noted_as_a_change(firm):
    propose(firm, "name_zh", "衡砚精密仪器有限公司")
    before = Change.objects.filter(kind="enterprise").count()
    decide(client_of(as_regulator()), "accept", only())
    assert Enterprise.objects.matching("衡砚").get() == firm
    assert Change.objects.filter(kind="enterprise").count() == before + 1


@pytest.mark.parametrize(
    ("field", "new", "moved"),
    [
        ("district", "310104", "district_id"),
        ("industry", "38", "industry_id"),
        ("staff", "30", "size"),
    ],
)
def test_an_accepted_move_goes_into_the_ledger(firm, field, new, moved):
    campaign = CampaignFactory.create()
    in_scope(campaign, firm)
    propose(firm, field, new)
    decide(client_of(as_regulator()), "accept", only())
    firm.refresh_from_db()
    assert Move.objects.get().source == f"correction:{only().pk}"
    today = LedgerEntry.objects.filter(effective_on=clock.today()).order_by("pk")
    assert [row.delta for row in today] == [-1, 1]
    assert getattr(today[1], moved) == getattr(firm, moved)
    assert list(ledger_differences(Counter())) == []


def test_several_corrections_of_one_firm_move_it_once(firm):
    in_scope(CampaignFactory.create(), firm)
    client = client_of(as_firm(firm))
    propose(firm, "staff", "2400", client=client)
    propose(firm, "revenue", "88000", client=client)
    decide(client_of(as_regulator()), "accept", *Correction.objects.all())
    firm.refresh_from_db()
    assert (firm.staff, firm.size, firm.is_above_scale) == (2400, "large", True)
    assert Move.objects.count() == 1


def test_a_value_that_an_import_brought_meanwhile_is_not_written_over(firm):
    """The page was opened, then the register changed, then somebody pressed the button."""
    propose(firm, "staff", "350")
    district = client_of(as_regulator(firm.district_id))
    page = district.get(reverse("enterprises:corrections")).content.decode()
    mark = page.split(f'name="seen-{only().pk}" value="')[1].split('"')[0]
    firm.staff = 333
    save_enterprise(enterprise=firm)
    answer = decide(district, "accept", only(), seen={f"seen-{only().pk}": mark})
    firm.refresh_from_db()
    assert (firm.staff, only().state) == (333, State.OPEN)
    page = district.get(answer["Location"]).content.decode()
    assert "名录已有变化" in page
    assert "名录现为 333" in page


def test_having_seen_the_new_value_the_district_may_still_accept(firm):
    propose(firm, "staff", "350")
    firm.staff = 333
    save_enterprise(enterprise=firm)
    decide(client_of(as_regulator()), "accept", only())
    firm.refresh_from_db()
    assert firm.staff == 350


def test_a_correction_without_the_mark_of_what_was_seen_is_not_written(firm):
    propose(firm, "staff", "350")
    decide(client_of(as_regulator()), "accept", only(), seen={"seen-0": "x"})
    assert only().state == State.OPEN


def test_other_fields_that_changed_meanwhile_are_kept(firm):
    propose(firm, "address", "样例路 2 号")
    firm.staff = 333
    save_enterprise(enterprise=firm)
    decide(client_of(as_regulator()), "accept", only())
    firm.refresh_from_db()
    assert (firm.staff, firm.address) == (333, "样例路 2 号")


def test_a_refusal_needs_an_answer_which_the_firm_reads(firm):
    owner = as_firm(firm)
    propose(firm, "address", "样例路 2 号", client=client_of(owner))
    city = client_of(as_regulator())
    assert decide(city, "refuse", only()).status_code == 422
    decide(city, "refuse", only(), answer="与执照不符")
    jobs.run_until_empty("interactive", heartbeat=False)
    assert "与执照不符" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [User.objects.get(pk=owner.user_id).email]
    assert "与执照不符" in client_of(owner).get(reverse("enterprises:profile")).content.decode()


def test_a_district_decides_for_its_own_firms_only(firm):
    propose(firm, "address", "样例路 2 号")
    stranger = client_of(as_regulator("310104"))
    assert firm.name_zh not in stranger.get(reverse("enterprises:corrections")).content.decode()
    assert decide(stranger, "accept", only(), seen={"seen-0": "x"}).status_code == 422
    assert only().state == State.OPEN


def test_a_firm_that_moved_away_is_out_of_the_old_districts_reach_at_once(firm):
    propose(firm, "address", "样例路 2 号")
    district = client_of(as_regulator(firm.district_id))
    assert firm.name_zh in district.get(reverse("enterprises:corrections")).content.decode()
    firm.district_id = "310104"
    save_enterprise(enterprise=firm)
    assert decide(district, "accept", only(), seen={"seen-0": "x"}).status_code == 422


def test_a_change_of_district_is_decided_by_the_city(firm):
    propose(firm, "district", "310104")
    district = client_of(as_regulator(firm.district_id))
    page = district.get(reverse("enterprises:corrections")).content.decode()
    assert "区的变更由市级决定" in page
    assert decide(district, "accept", only(), seen={"seen-0": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("field", "new", "words"),
    [
        ("staff", "many", "数字"),
        ("staff", "-1", "负"),
        ("revenue", "1e99", "数字"),
        ("industry", "99", "GB/T 4754"),
        ("district", "000000", "选择"),
        ("contact_email", "nobody", "example.com"),
        ("contact_phone", "x", "021"),
        ("name_zh", "坏\x00字", "字符"),
        ("address", "", "填写"),
        ("address", "样例路 1 号", "已是"),
    ],
)
def test_values_are_checked_by_the_rules_of_the_import(firm, field, new, words):
    answer = propose(firm, field, new)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Correction.objects.exists()


def test_a_reason_is_needed(firm):
    assert propose(firm, "staff", "350", reason=" ").status_code == 422


@pytest.mark.parametrize("field", ["uscc", "size", "nothing"])
def test_fields_that_follow_from_others_cannot_be_proposed(firm, field):
    assert propose(firm, field, "x").status_code == 404


def test_a_second_proposal_takes_the_place_of_the_first(firm):
    client = client_of(as_firm(firm))
    propose(firm, "staff", "350", client=client)
    propose(firm, "staff", "360", client=client)
    assert [one.state for one in Correction.objects.order_by("pk")] == [
        State.WITHDRAWN,
        State.OPEN,
    ]


def test_a_firm_withdraws_its_proposal_but_not_after_the_decision(firm):
    client = client_of(as_firm(firm))
    propose(firm, "staff", "350", client=client)
    path = reverse("enterprises:correction_withdraw", args=[only().pk])
    assert client.post(path).status_code == 302
    assert only().state == State.WITHDRAWN
    assert client.post(path).status_code == 409


def test_another_firm_cannot_touch_a_proposal(firm):
    propose(firm, "staff", "350")
    stranger = client_of(as_firm(EnterpriseFactory.create()))
    path = reverse("enterprises:correction_withdraw", args=[only().pk])
    assert stranger.post(path).status_code == 404


def test_a_viewer_sees_the_data_and_proposes_nothing(firm):
    client = client_of(as_firm(firm, Role.VIEWER))
    page = client.get(reverse("enterprises:profile")).content.decode()
    assert firm.address in page
    assert "/company/correct/" not in page
    assert propose(firm, "staff", "350", client=client).status_code == 403


def test_the_page_says_where_a_value_comes_from(firm):
    owner = client_of(as_firm(firm))
    propose(firm, "address", "样例路 2 号", client=owner)
    assert "更正待区里处理" in owner.get(reverse("enterprises:profile")).content.decode()
    decide(client_of(as_regulator()), "accept", only())
    page = owner.get(reverse("enterprises:profile")).content.decode()
    assert f"应贵企业申请更正，{clock.today()}" in page
    assert f"首次登记 {clock.city_day(firm.created_at)}" in page
