"""Members of a firm: invited by a code that works once, gone the moment their access ends."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from enterprises.register.models import Invitation, Membership
from enterprises.register.services.inviting import invite
from gongfu.core.models import AuditEntry, Role, RoleGrant, User
from tests.factories import PASSWORD, EnterpriseFactory, UserFactory, as_firm, as_regulator

pytestmark = pytest.mark.django_db
NEW = {"name": "陈敏", "position": "厂长", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture(autouse=True)
def demo(settings):
    settings.GONGFU_DEMO = True


@pytest.fixture
def firm(db):
    return EnterpriseFactory.create()


def client_of(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def invited(firm, email="new@example.com", role="editor") -> str:
    _invitation, code = invite(enterprise=firm, email=email, role=role, actor=as_regulator())
    return reverse("enterprises:invitation", args=[code])


def test_the_regulator_invites_the_first_owner_who_then_signs_in(firm):
    page = client_of(as_regulator()).post(
        reverse("enterprises:firm_members", args=[firm.pk]),
        {"email": "Owner@Example.com", "role": "owner"},
    )
    path = re.search(r"/invite/[\w-]{22}/", page.content.decode())[0]
    assert path in mail.outbox[0].body
    assert "no-store" in page["Cache-Control"]
    assert Client().post(path, NEW).status_code == 302
    user = User.objects.get(email="owner@example.com")
    assert user.check_password(PASSWORD)
    assert user.grants.get().role == Role.OWNER
    assert user.memberships.get().enterprise == firm


def test_the_code_is_kept_nowhere(firm):
    code = invited(firm).split("/")[-2]
    Client().post(reverse("enterprises:invitation", args=[code]), {})
    assert code not in str(list(Invitation.objects.values()))
    assert code not in str(list(AuditEntry.objects.values()))
    assert AuditEntry.objects.filter(action="enterprises:invitation").count() == 1


def test_an_invitation_works_once(firm):
    path = invited(firm)
    assert Client().post(path, NEW).status_code == 302
    assert Client().post(path, NEW).status_code == 404
    assert Membership.objects.count() == 1


def test_a_revoked_invitation_works_no_longer(firm):
    owner = as_firm(firm)
    path = invited(firm)
    revoke = reverse("enterprises:invitation_revoke", args=[Invitation.objects.get().pk])
    assert client_of(owner).post(revoke).status_code == 302
    assert Client().get(path).status_code == 404


def test_whoever_has_an_account_joins_with_it_and_nobody_else_does(firm):
    path = invited(firm, email="known@example.com")
    known, other = UserFactory.create(email="known@example.com"), UserFactory.create()
    assert Client().post(path, NEW).status_code == 200  # asked to sign in first
    for user, members in ((other, 0), (known, 1)):
        client = Client()
        client.force_login(user)
        client.post(path)
        assert Membership.objects.count() == members


@pytest.mark.parametrize(
    "wrong", [{"password": "short"}, {"password_again": "something else"}, {"name": ""}]
)
def test_a_new_account_needs_a_name_and_a_password_of_its_own(firm, wrong):
    answer = Client().post(invited(firm), {**NEW, **wrong})
    assert answer.status_code == 422
    assert not User.objects.filter(email="new@example.com").exists()


def test_ended_access_ends_with_the_next_click(firm):
    owner, editor = as_firm(firm), as_firm(firm, Role.EDITOR)
    client = client_of(editor)
    assert client.get(reverse("enterprises:profile")).status_code == 200
    membership = Membership.objects.get(user_id=editor.user_id)
    client_of(owner).post(reverse("enterprises:member_remove", args=[membership.pk]))
    assert client.get(reverse("enterprises:profile")).status_code == 403
    assert RoleGrant.objects.get(pk=editor.grant_id).valid_to is not None


def test_the_last_owner_stays(firm):
    owner = as_firm(firm)
    membership = Membership.objects.get()
    answer = client_of(owner).post(reverse("enterprises:member_remove", args=[membership.pk]))
    assert answer.status_code == 409
    assert Membership.objects.count() == 1


def test_people_of_another_firm_are_out_of_reach(firm):
    stranger = as_firm(EnterpriseFactory.create())
    as_firm(firm)
    invited(firm)
    client = client_of(stranger)
    membership = Membership.objects.get(enterprise=firm)
    paths = [
        reverse("enterprises:member_remove", args=[membership.pk]),
        reverse("enterprises:invitation_revoke", args=[Invitation.objects.get().pk]),
    ]
    assert [client.post(path).status_code for path in paths] == [404, 404]
    assert Membership.objects.filter(enterprise=firm).exists()


def test_an_editor_sees_the_members_but_does_not_manage_them(firm):
    client = client_of(as_firm(firm, Role.EDITOR))
    page = client.get(reverse("enterprises:members"))
    assert page.status_code == 200
    assert b"<form" not in page.content.split(b"<main")[1].split(b"</main>")[0]
    answer = client.post(reverse("enterprises:members"), {"email": "a@b.cn", "role": "owner"})
    assert answer.status_code == 403
