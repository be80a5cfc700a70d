"""What partners read: only consented firms, whole pages by key, errors that help."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from diagnosis.models import Assessment, Score
from enterprises.ecosystem.services.consenting import end_consent
from enterprises.models import Consent, Step
from gongfu.core.api.clients import ClientThrottle
from gongfu.core.models import AuditEntry
from tests import factories
from tests.api.conftest import agree, bearer

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(caller) -> Assessment:
    """A scored assessment of a firm that agreed to everything."""
    done = factories.submitted()
    agree(done.enterprise, caller.partner)
    return done


def names(answer) -> set[str]:
    return {row["uscc"] for row in answer.json()["results"]}


# Firms and consent


def test_a_firm_that_did_not_agree_is_not_there(caller, agreed):
    other = factories.EnterpriseFactory.create()
    assert names(caller.get("enterprises/")) == {agreed.enterprise.uscc}
    assert caller.get(f"enterprises/{other.uscc}/").status_code == 404


def test_a_firm_shows_its_public_profile_and_nothing_else(caller, agreed):
    row = caller.get(f"enterprises/{agreed.enterprise.uscc}/").json()
    assert set(row) == {
        *("uscc", "name_zh", "name_en", "district", "industry", "industry_code", "size"),
        *("is_above_scale", "process_type", "is_simulated", "updated_at"),
    }
    assert (row["district"], row["industry"], row["size"]) == ("310115", "36", "medium")


def test_an_ended_consent_closes_the_firm_at_the_next_call(caller, agreed):
    end_consent(consent=Consent.objects.get(field_group="profile"))
    assert names(caller.get("enterprises/")) == set()
    assert caller.get("assessments/").json()["results"] == []


def test_a_consent_counts_from_its_first_to_its_last_moment(caller, agreed):
    later = timezone.now() + timedelta(hours=1)
    Consent.objects.update(valid_to=later)
    assert names(caller.get("enterprises/")) == {agreed.enterprise.uscc}
    Consent.objects.update(valid_from=later, valid_to=None)
    assert names(caller.get("enterprises/")) == set()


def test_the_consent_given_to_another_partner_counts_for_nothing(new_caller):
    mine, other = new_caller("Bank A"), new_caller("Bank B")
    done = factories.submitted()
    agree(done.enterprise, other.partner)
    assert names(mine.get("enterprises/")) == set()
    assert mine.get(f"assessments/{done.pk}/").status_code == 404
    assert other.get(f"assessments/{done.pk}/").status_code == 200


def test_profile_alone_opens_no_score(caller):
    done = factories.submitted()
    agree(done.enterprise, caller.partner, "profile")
    assert caller.get("assessments/").json()["results"] == []


def test_scores_alone_open_nothing_because_filters_would_tell_the_profile(caller):
    done = factories.submitted()
    agree(done.enterprise, caller.partner, "scores")
    assert caller.get("assessments/").json()["results"] == []


def test_a_draft_is_never_shared(caller):
    draft = factories.assessment()
    agree(draft.enterprise, caller.partner)
    assert caller.get("assessments/").json()["results"] == []
    assert caller.get(f"assessments/{draft.pk}/").status_code == 404


# Assessments


def test_an_assessment_carries_the_stored_numbers_of_its_scores(caller, agreed):
    row = caller.get(f"assessments/{agreed.pk}/").json()
    stored = Score.objects.get(assessment=agreed)
    assert row["enterprise"] == agreed.enterprise.uscc
    assert row["framework"]["digest"] == agreed.release.digest
    (score,) = row["scores"]
    assert score["total"] == stored.document["total"]
    assert score["level"]["rank"] == stored.level
    assert {part["ref"]: part["earned"] for part in score["dimensions"]} == {
        ref: part["earned"] for ref, part in stored.document["parts"].items()
    }
    assert "answers" not in score
    assert "passport" not in score


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"level": 2}, 1),
        ({"level": 3}, 0),
        ({"level": 0}, 0),
        ({"district": "310115"}, 1),
        ({"district": "310104"}, 0),
        ({"industry": "36", "size": "medium"}, 1),
        ({"status": "verified"}, 0),
        ({"changed_since": "2020-01-01T00:00:00+08:00"}, 1),
        ({"changed_since": "2999-01-01T00:00:00Z"}, 0),
    ],
)
def test_assessments_are_filtered(caller, agreed, query, found):
    assert len(caller.get("assessments/", **query).json()["results"]) == found


# Pages


def test_pages_are_complete_disjoint_and_follow_the_link(caller):
    firms = {firm.uscc for firm in factories.EnterpriseFactory.create_batch(7)}
    for firm in factories.Enterprise.objects.all():
        agree(firm, caller.partner, "profile")
    seen, url = [], "/api/v1/enterprises/?page_size=3"
    while url:
        page = Client().get(url, **bearer(caller.token)).json()
        seen += [row["uscc"] for row in page["results"]]
        url = page["next"]
    assert len(seen) == 7
    assert set(seen) == firms


def test_a_page_costs_the_same_queries_however_many_rows(
    caller, agreed, django_assert_max_num_queries
):
    for done in (factories.submitted(), factories.submitted()):
        agree(done.enterprise, caller.partner)
    caller.get("assessments/")
    for path in ("assessments/", "enterprises/"):
        with django_assert_max_num_queries(10):  # three of them write the pull down
            caller.get(path)


# Coverage


def test_coverage_adds_up_at_every_drill_down(caller):
    campaign = factories.CampaignFactory.create()
    for place in ("310115", "310115", "310104"):
        firm = factories.in_scope(campaign, district=place)
    factories.reach(campaign, firm, Step.VERIFIED, campaign.starts_on)
    total = caller.get("coverage/").json()["total"]
    assert (total["in_scope"], total["covered"]) == (3, 1)
    assert (total["share"], total["share_shown"]) == ("1/3", "33.3")
    for by in ("district", "industry", "size"):
        rows = caller.get("coverage/", by=by).json()["rows"]
        assert sum(row["in_scope"] for row in rows) == 3
        assert sum(row["covered"] for row in rows) == 1


def test_coverage_of_a_past_day_does_not_know_later_days(caller):
    campaign = factories.CampaignFactory.create()
    factories.in_scope(campaign)
    before = campaign.starts_on - timedelta(days=1)
    answer = caller.get("coverage/", as_of=before.isoformat(), campaign=campaign.slug).json()
    assert (answer["as_of"], answer["total"]["in_scope"]) == (before.isoformat(), 0)
    assert answer["total"]["share"] is None


# Frameworks


def test_frameworks_are_open_and_name_every_code_in_both_languages(agreed):
    listed = Client().get("/api/v1/frameworks/").json()["results"]
    read = {
        found["ref"]: Client().get(f"/api/v1/frameworks/{found['ref']}/{found['version']}/").json()
        for found in listed
    }
    for question in (question for whole in read.values() for question in whole["questions"]):
        assert question["names"]["zh"]
        assert question["names"]["en"]
        assert all(option["names"]["zh"] for option in question["options"])
    assert len(read["miit-sme"]["questions"]) == 31
    refs = {part["ref"] for part in read["miit-sme"]["parts"]}
    stored = Score.objects.get(assessment=agreed)
    assert set(stored.document["parts"]) <= refs


# What is wrong is said


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("enterprises/", {"distrct": "310115"}, "distrct"),
        ("enterprises/", {"district": "31"}, "district"),
        ("enterprises/", {"district": "３１０１１５"}, "district"),
        ("enterprises/", {"size": "huge"}, "size"),
        ("enterprises/", {"page_size": "0"}, "page_size"),
        ("enterprises/", {"page_size": "1001"}, "page_size"),
        ("enterprises/", {"page_size": "x"}, "page_size"),
        ("enterprises/", {"cursor": "nonsense"}, "cursor"),
        ("enterprises/", {"cursor": "cD1hYmM="}, "cursor"),
        ("enterprises/", {"cursor": "cD0tOTk5OTk5OTk5OTk5OTk5OTk5OTk="}, "cursor"),
        ("enterprises/", {"changed_since": "yesterday"}, "changed_since"),
        ("enterprises/", {"changed_since": "0001-01-01T00:00:00+14:00"}, "changed_since"),
        ("assessments/", {"level": "1e400"}, "level"),
        ("assessments/", {"level": "NaN"}, "level"),
        ("assessments/", {"status": "draft"}, "status"),
        ("assessments/", {"enterprise": "\x00"}, "enterprise"),
        ("coverage/", {"by": "month"}, "by"),
        ("coverage/", {"as_of": "2999-01-01"}, "as_of"),
        ("coverage/", {"as_of": "1999-12-31"}, "as_of"),
        ("coverage/", {"known_at": "0001-01-01T00:00:00+14:00"}, "known_at"),
        ("coverage/", {"x": "1"}, "x"),
    ],
)
def test_a_bad_parameter_is_named_with_what_was_expected(caller, path, query, field):
    answer = caller.get(path, **query)
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["code"] == "invalid"
    assert problem["fields"][field]
    assert problem["request_id"] == answer["X-Request-Id"]


def test_an_unknown_campaign_is_not_found_in_the_shape_of_all_errors(caller):
    answer = caller.get("coverage/", campaign="nowhere")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(caller, method):
    answer = getattr(Client(), method)("/api/v1/enterprises/", **bearer(caller.token))
    assert answer.status_code == 405


def test_too_many_calls_are_told_when_to_come_again(caller, monkeypatch):
    monkeypatch.setattr(ClientThrottle, "rate", "3/min", raising=False)
    answers = [caller.get("enterprises/") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1].json()["code"] == "throttled"


def test_the_limit_of_one_client_is_not_that_of_another(new_caller, monkeypatch):
    monkeypatch.setattr(ClientThrottle, "rate", "1/min", raising=False)
    mine, other = new_caller("Bank A"), new_caller("Bank B")
    assert mine.get("enterprises/").status_code == 200
    assert other.get("enterprises/").status_code == 200
    assert mine.get("enterprises/").status_code == 429


def test_every_pull_leaves_an_audit_entry_of_the_client(caller, agreed):
    caller.get("assessments/")
    entry = AuditEntry.objects.filter(action="api:assessment-list").get()
    assert (entry.actor, entry.role, entry.result) == (
        f"client-{caller.partner.application_id}",
        "partner",
        "ok",
    )
