"""Each answer that shows firms is one row of the log; what ends, ends with the next call."""

import hashlib

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from enterprises.api import pulling
from enterprises.ecosystem.packing import pack, unpack
from enterprises.ecosystem.services.consenting import end_consent, give_consent
from enterprises.models import Consent, FirmSet, Pull
from tests import factories
from tests.api.conftest import agree, bearer

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(caller):
    done = factories.submitted()
    agree(done.enterprise, caller.partner)
    return done


def firms_of(pull: Pull) -> list[int]:
    return list(unpack(pull.firms.packed))


def test_every_list_and_every_detail_leaves_a_row(caller, agreed):
    firm = agreed.enterprise
    for path in ("enterprises/", f"enterprises/{firm.uscc}/", "assessments/"):
        assert caller.get(path).status_code == 200
    caller.get(f"assessments/{agreed.pk}/")
    rows = Pull.objects.order_by("pk")
    assert [(row.endpoint, row.field_groups, firms_of(row)) for row in rows] == [
        ("api:enterprise-list", "profile", [firm.pk]),
        ("api:enterprise-detail", "profile", [firm.pk]),
        ("api:assessment-list", "profile scores", [firm.pk]),
        ("api:assessment-detail", "profile scores", [firm.pk]),
    ]
    assert {row.partner for row in rows} == {caller.partner}


def test_a_row_holds_query_number_and_digest_of_the_set(caller, agreed):
    caller.get("enterprises/", size="medium")
    pull = Pull.objects.get()
    assert pull.query == "size=medium"
    assert pull.firms.size == 1
    assert pull.firms.digest == hashlib.sha256(pack([agreed.enterprise_id])).hexdigest()


def test_the_same_set_is_stored_once_however_often_it_is_pulled(caller, agreed):
    for _ in range(3):
        caller.get("enterprises/")
    caller.get("assessments/")
    assert (Pull.objects.count(), FirmSet.objects.count()) == (4, 1)


def test_what_is_refused_or_not_there_hands_out_nothing_and_leaves_no_row(caller, agreed):
    other = factories.EnterpriseFactory.create()
    assert caller.get(f"enterprises/{other.uscc}/").status_code == 404
    assert caller.get("enterprises/", size="huge").status_code == 400
    assert not Pull.objects.exists()


def test_after_the_end_of_consent_the_next_call_omits_the_firm_and_the_log_says_so(caller, agreed):
    caller.get("enterprises/")
    end_consent(consent=Consent.objects.get(field_group="profile"))
    for path in ("enterprises/", "assessments/"):
        assert caller.get(path).json()["results"] == []
    assert caller.get(f"enterprises/{agreed.enterprise.uscc}/").status_code == 404
    before, *after = Pull.objects.order_by("pk")
    assert firms_of(before) == [agreed.enterprise_id]
    assert [(row.firms.size, firms_of(row)) for row in after] == [(0, []), (0, [])]


def test_a_running_paged_pull_stops_showing_a_firm_that_ended_its_consent(caller):
    firms = factories.EnterpriseFactory.create_batch(4)
    for firm in firms:
        agree(firm, caller.partner, "profile")
    first = caller.get("enterprises/", page_size=2).json()
    leaving = firms[2]
    end_consent(consent=Consent.objects.get(enterprise=leaving))
    second = Client().get(first["next"], **bearer(caller.token)).json()
    assert [row["uscc"] for row in second["results"]] == [firms[3].uscc]
    assert [firms_of(row) for row in Pull.objects.order_by("pk")] == [
        [firms[0].pk, firms[1].pk],
        [firms[3].pk],
    ]


def test_ending_the_profile_ends_what_rests_on_it(caller, agreed):
    end_consent(consent=Consent.objects.get(field_group="profile"))
    assert not Consent.objects.filter(valid_to=None).exists()
    give_consent(
        enterprise=agreed.enterprise, partner=caller.partner, field_group="profile", purpose="x"
    )
    assert caller.get("assessments/").json()["results"] == []


def test_an_answer_that_cannot_be_written_down_is_not_given(caller, agreed, monkeypatch):
    def broken(**_given):
        raise DatabaseError("disk full")

    monkeypatch.setattr(pulling, "record_pull", broken)
    client = Client(raise_request_exception=False, **bearer(caller.token))
    answer = client.get("/api/v1/enterprises/")
    assert answer.status_code == 500
    assert agreed.enterprise.uscc not in answer.content.decode()


def test_the_log_cannot_be_rewritten(caller, agreed):
    caller.get("enterprises/")
    for rows, change in ((Pull.objects, {"query": "x"}), (FirmSet.objects, {"size": 0})):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_writing_down_a_set_that_is_known_costs_one_look_and_one_row(
    caller, agreed, django_assert_max_num_queries
):
    caller.get("enterprises/")
    with django_assert_max_num_queries(30) as seen:
        caller.get("enterprises/")
    tables = ("enterprises_pull", "enterprises_firmset")
    logged = [query["sql"] for query in seen if any(name in query["sql"] for name in tables)]
    assert len(logged) == 2, logged


def test_a_scope_taken_from_the_partner_is_gone_with_the_next_call(caller, agreed):
    """R-A04: the token still says it, the register of partners does not."""
    assert caller.get("assessments/").status_code == 200
    caller.partner.scopes = ["enterprises:read"]
    caller.partner.save()
    assert caller.get("assessments/").status_code == 403


@pytest.mark.parametrize("keys", [[], [1], [7, 7, 1], [1, 127, 128, 16_384, 2**40]])
def test_a_packed_set_comes_back_whole(keys):
    assert list(unpack(pack(keys))) == sorted(set(keys))


def test_a_full_page_of_neighbours_takes_about_a_byte_a_firm():
    assert len(pack(range(100_000, 101_000))) <= 1_010
