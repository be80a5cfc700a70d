"""A firm says what partners may see: nothing before, and nothing from the next call after."""

import pytest

from enterprises.ecosystem.services.consenting import share, stop_sharing
from enterprises.models import Consent, Partner
from gongfu.core.errors import Locked
from gongfu.core.models import AuditEntry, Role, RoleGrant
from tests import factories
from tests.api.conftest import new_caller
from tests.reports.conftest import browser_of

__all__ = ["new_caller"]

pytestmark = pytest.mark.django_db
PAGE = "/company/consent/"


@pytest.fixture
def partner(new_caller) -> Partner:
    found = new_caller("Bank A").partner
    found.purpose, found.purpose_en = "信贷评估", "credit assessment"
    found.save()
    return found


@pytest.fixture
def owner(db):
    return factories.as_firm(factories.EnterpriseFactory.create())


def choose(actor, partner, group="profile", what="give"):
    return browser_of(actor).post(f"{PAGE}{partner.pk}/{group}/{what}/", follow=True)


def in_force() -> set[str]:
    return set(Consent.objects.filter(valid_to=None).values_list("field_group", flat=True))


def test_nothing_is_shared_and_nothing_is_ticked_before_the_firm_says_so(owner, partner):
    page = browser_of(owner).get(PAGE).content.decode()
    assert "nothing is shared" in page
    assert "credit assessment" in page
    assert "checked" not in page
    assert "No consent given yet" in browser_of(owner).get("/my/").content.decode()
    assert not Consent.objects.exists()


def test_a_consent_holds_purpose_person_and_time(owner, partner):
    answer = choose(owner, partner)
    assert "Bank A can see from now on: Public profile." in answer.content.decode()
    consent = Consent.objects.get()
    assert (consent.purpose, consent.purpose_en) == ("信贷评估", "credit assessment")
    assert (consent.given_by_id, consent.valid_to) == (owner.user_id, None)
    assert "1 partner sees data" in browser_of(owner).get("/my/").content.decode()


def test_an_ended_consent_stays_as_history(owner, partner):
    choose(owner, partner)
    choose(owner, partner, what="end")
    choose(owner, partner)
    assert Consent.objects.count() == 2
    page = browser_of(owner).get(PAGE).content.decode()
    ended = Consent.objects.get(valid_to__isnull=False)
    assert ended.ended_by_id == owner.user_id
    assert "Ended on" in page
    assert page.count("Shared since") == 1


def test_the_profile_comes_first_and_takes_the_others_with_it(owner, partner):
    refused = choose(owner, partner, "scores")
    assert refused.status_code == 409
    assert "Share the public profile first" in refused.content.decode()
    for group in ("profile", "scores", "answers"):
        choose(owner, partner, group)
    assert in_force() == {"profile", "scores", "answers"}
    choose(owner, partner, "scores", "end")
    assert in_force() == {"profile", "answers"}
    choose(owner, partner, "profile", "end")
    assert in_force() == set()


def test_a_partner_without_a_purpose_gets_nothing(owner, partner):
    Partner.objects.update(purpose="")
    firm = factories.Enterprise.objects.get(pk=owner.enterprise_id)
    with pytest.raises(Locked):
        share(enterprise=firm, partner=Partner.objects.get(), field_group="profile", actor=owner)
    assert "Allow" not in browser_of(owner).get(PAGE).content.decode()


def test_to_end_what_is_not_in_force_changes_nothing(owner, partner):
    firm = factories.Enterprise.objects.get(pk=owner.enterprise_id)
    ended = stop_sharing(enterprise=firm, partner=partner, field_group="scores", actor=owner)
    assert ended == []
    assert "no consent to end" in choose(owner, partner, what="end").content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
def test_colleagues_read_and_only_owners_decide(owner, partner, role):
    firm = factories.Enterprise.objects.get(pk=owner.enterprise_id)
    colleague = factories.as_firm(firm, role)
    page = browser_of(colleague).get(PAGE).content.decode()
    assert "The owners of your company decide" in page
    assert "/give/" not in page
    assert choose(colleague, partner).status_code == 403
    assert not Consent.objects.exists()


def test_an_owner_whose_role_was_removed_decides_nothing_with_the_next_click(owner, partner):
    """R-A04: the session stays, the right is gone."""
    browser = browser_of(owner)
    assert browser.get(PAGE).status_code == 200
    RoleGrant.objects.filter(pk=owner.grant_id).delete()
    assert browser.get(PAGE).status_code == 403
    assert browser.post(f"{PAGE}{partner.pk}/profile/give/").status_code == 403
    assert not Consent.objects.exists()


def test_a_firm_sees_and_ends_only_its_own(owner, partner):
    other = factories.as_firm(factories.EnterpriseFactory.create())
    choose(other, partner)
    assert "Shared since" not in browser_of(owner).get(PAGE).content.decode()
    choose(owner, partner, what="end")
    assert Consent.objects.filter(valid_to=None, enterprise_id=other.enterprise_id).exists()


@pytest.mark.parametrize("address", ["999/profile/give/", "{}/everything/give/"])
def test_an_unknown_partner_or_group_is_not_found(owner, partner, address):
    path = PAGE + address.format(partner.pk)
    assert browser_of(owner).post(path).status_code == 404


def test_giving_and_ending_stand_in_the_trail_with_partner_and_group(owner, partner):
    choose(owner, partner)
    choose(owner, partner, what="end")
    found = AuditEntry.objects.filter(action__startswith="enterprises:consent_").order_by("pk")
    target = f"group:profile partner_id:{partner.pk}"
    assert [(row.action, row.target) for row in found] == [
        ("enterprises:consent_give", target),
        ("enterprises:consent_end", target),
    ]
