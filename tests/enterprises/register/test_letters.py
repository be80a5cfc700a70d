"""Letters with codes: for firms that nobody acts for yet, shown once, audited as an export."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.register.models import Letter
from gongfu.core.models import AuditEntry, Role, User
from tests.factories import CampaignFactory, EnterpriseFactory, as_firm, as_regulator, in_scope

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[2-9A-HJKMNP-Z]{3}(?:-[2-9A-HJKMNP-Z]{3}){2}")
LIST, WRITE = "enterprises:letters", "enterprises:letters_write"


@pytest.fixture(autouse=True)
def demo(settings):
    settings.GONGFU_DEMO = True


@pytest.fixture
def firm(db):
    return EnterpriseFactory.create(address="样例路 1 号", contact_name="+陈敏")


def client_of(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def write(client, *firms, **more):
    form = {"firm": [firm.pk for firm in firms], "contact": "王工 021-55550100", "form": "print"}
    return client.post(reverse(WRITE), form | more)


def test_firms_without_a_person_are_offered_and_others_are_not(firm):
    entered = EnterpriseFactory.create()
    as_firm(entered)
    page = client_of(as_regulator()).get(reverse(LIST)).content.decode()
    assert firm.name_zh in page
    assert entered.name_zh not in page


def test_a_campaign_a_district_and_a_name_narrow_the_choice(firm):
    campaign, elsewhere = CampaignFactory.create(), EnterpriseFactory.create(district="310104")
    in_scope(campaign, elsewhere)
    client = client_of(as_regulator())
    for query in ({"campaign": campaign.slug}, {"district": "310104"}, {"q": elsewhere.uscc}):
        page = client.get(reverse(LIST), query).content.decode()
        assert elsewhere.name_zh in page
        assert firm.uscc not in page


def test_each_letter_says_who_where_with_what_code_and_until_when(firm):
    page = write(client_of(as_regulator()), firm)
    text = page.content.decode()
    assert len(CODE.findall(text)) == 1
    for word in (firm.name_zh, firm.uscc, "/claim/", "王工 021-55550100", "样例路 1 号"):
        assert word in text
    assert page["Cache-Control"] == "no-store"


def test_the_list_for_mail_merge_holds_no_live_formula(firm):
    answer = write(client_of(as_regulator()), firm, form="csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["联系人"] == "'+陈敏"
    assert CODE.fullmatch(row["信函码"])


def test_a_new_letter_replaces_the_old_one(firm):
    client = client_of(as_regulator())
    write(client, firm)
    write(client, firm)
    assert Letter.objects.count() == 2
    assert Letter.objects.filter(voided_at=None).count() == 1


def test_writing_letters_leaves_one_entry_that_names_them_without_their_codes(firm):
    codes = CODE.findall(write(client_of(as_regulator()), firm).content.decode())
    entry = AuditEntry.objects.get(action=WRITE)
    key = Letter.objects.get().pk
    assert entry.target == f"letters:{key}-{key} (1)"
    assert codes[0] not in str(AuditEntry.objects.values())


def test_a_district_writes_to_its_own_firms_only(firm):
    answer = write(client_of(as_regulator("310104")), firm)
    assert answer.status_code == 422
    assert not Letter.objects.exists()


@pytest.mark.parametrize("wrong", [{"firm": []}, {"contact": ""}, {"firm": ["x"]}, {"form": "pdf"}])
def test_what_is_missing_is_said_and_nothing_is_written(firm, wrong):
    assert write(client_of(as_regulator()), firm, **wrong).status_code == 422
    assert not Letter.objects.exists()


def test_a_firm_that_somebody_has_entered_meanwhile_gets_no_letter(firm):
    as_firm(firm, Role.VIEWER)
    assert write(client_of(as_regulator()), firm).status_code == 422


def test_what_was_chosen_stays_chosen_when_something_is_missing(firm):
    page = write(client_of(as_regulator()), firm, contact="").content.decode()
    assert f'value="{firm.pk}" checked' in page
