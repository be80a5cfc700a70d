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
    path = re.search(r"/invite/[\w-]{22}/", mail.outbox[0].body)[0]
    assert "/invite/" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Client().post(path, NEW).status_code == 302
    user = User.objects.get(email="owner@example.com")
    assert user.check_password(PASSWORD)
    assert user.grants.get().role == Role.OWNER
    assert user.memberships.get().enterprise == firm


def inviting(actor, email):
    """The page after an invitation, without what differs from request to request anyway."""
    page = client_of(actor).post(reverse("enterprises:members"), {"email": email, "role": "editor"})
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    hidden = re.sub(r'(?:value="[\w-]{64}"|/invitations/\d+/|\d{2}:\d{2})', "", main)
    return page.status_code, hidden.replace(email, "ADDRESS")


def test_whoever_invites_learns_nothing_about_an_address(firm):
    """R-A07: the same words, the same size, and the way in by mail alone."""
    owner = as_firm(firm)
    UserFactory.create(email="known@example.com")
    pages = []
    for email in ("known@example.com", "other@example.com"):
        pages.append(inviting(owner, email))
        assert re.search(r"/invite/[\w-]{22}/", mail.outbox[-1].body)
        Invitation.objects.all().delete()
    assert pages[0] == pages[1]
    assert "/invite/" not in pages[0][1]


@pytest.mark.parametrize("server", ["smtp", "filebased"])
def test_where_no_mail_can_be_sent_the_link_is_shown_with_a_warning(
    firm, settings, tmp_path, server
):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{server}.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_FILE_PATH = "127.0.0.1", 9, tmp_path
    status, page = inviting(as_firm(firm), "new@example.com")
    assert status == 200
    path = re.search(r"/invite/[\w-]{22}/", page)[0]
    assert 'data-tone="warn"' in page
    assert Client().get(path).status_code == 200


def test_ones_own_row_is_marked_and_only_that(firm):
    owner = as_firm(firm)
    as_firm(firm, Role.EDITOR)
    page = client_of(owner).get(reverse("enterprises:members")).content.decode()
    assert page.count("（本人）") == 1


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
    main = page.content.split(b"<main")[1].split(b"</main>")[0]
    assert main.count(b"<form") == 1  # one's own way out
    assert reverse("enterprises:leave").encode() in main
    answer = client.post(reverse("enterprises:members"), {"email": "a@b.cn", "role": "owner"})
    assert answer.status_code == 403


def post(actor, route, *args, **form):
    return client_of(actor).post(reverse(f"enterprises:{route}", args=args), form)


def membership_of(actor) -> Membership:
    return Membership.objects.get(user_id=actor.user_id)


def test_an_owner_changes_the_role_of_a_colleague_from_the_next_click(firm):
    owner, editor = as_firm(firm), as_firm(firm, Role.EDITOR)
    client = client_of(editor)
    assert client.get(reverse("enterprises:correction", args=["staff"])).status_code == 200
    post(owner, "member_role", membership_of(editor).pk, role="viewer")
    assert client.get(reverse("enterprises:correction", args=["staff"])).status_code == 403
    assert client.get(reverse("enterprises:profile")).status_code == 200


def test_a_change_of_role_keeps_what_the_person_was_before(firm):
    owner, editor = as_firm(firm), as_firm(firm, Role.EDITOR)
    post(owner, "member_role", membership_of(editor).pk, role="owner")
    roles = RoleGrant.objects.filter(user_id=editor.user_id).order_by("valid_from")
    assert [(one.role, one.valid_to is None) for one in roles] == [
        (Role.EDITOR, False),
        (Role.OWNER, True),
    ]
    assert membership_of(editor).grant_id == editor.grant_id


def test_roles_may_change_back_and_forth_on_one_day(firm):
    owner, editor = as_firm(firm), as_firm(firm, Role.EDITOR)
    for role in ("viewer", "editor", "viewer"):
        answer = post(owner, "member_role", membership_of(editor).pk, role=role)
        assert answer.status_code == 302
    assert membership_of(editor).grant.role == Role.VIEWER


@pytest.mark.parametrize("role", ["", "city_regulator", "operator"])
def test_a_role_outside_the_firm_cannot_be_given(firm, role):
    owner, editor = as_firm(firm), as_firm(firm, Role.EDITOR)
    assert post(owner, "member_role", membership_of(editor).pk, role=role).status_code == 422
    assert membership_of(editor).grant.role == Role.EDITOR


def test_the_last_owner_can_neither_step_down_nor_leave(firm):
    owner = as_firm(firm)
    as_firm(firm, Role.EDITOR)
    assert post(owner, "member_role", membership_of(owner).pk, role="editor").status_code == 409
    assert post(owner, "leave").status_code == 409
    assert membership_of(owner).grant.role == Role.OWNER


def test_an_owner_with_a_closed_account_does_not_count(firm):
    owner, second = as_firm(firm), as_firm(firm)
    User.objects.filter(pk=second.user_id).update(is_active=False)
    assert post(owner, "leave").status_code == 409


def test_the_regulator_may_take_the_last_owner_out(firm):
    owner = as_firm(firm)
    district = as_regulator(firm.district_id)
    assert post(district, "member_remove", membership_of(owner).pk).status_code == 302


def test_whoever_leaves_is_out_with_the_next_click(firm):
    as_firm(firm)
    viewer = as_firm(firm, Role.VIEWER)
    client = client_of(viewer)
    assert client.post(reverse("enterprises:leave")).status_code == 302
    assert client.get(reverse("enterprises:profile")).status_code == 403
    assert not Membership.objects.filter(user_id=viewer.user_id).exists()


def test_whoever_leaves_one_firm_stays_in_the_other(firm):
    person = UserFactory.create()
    first = as_firm(firm, Role.VIEWER, user=person)
    as_firm(EnterpriseFactory.create(), Role.VIEWER, user=person)
    client = client_of(first)
    client.post(reverse("core:grant"), {"grant": first.grant_id})
    client.post(reverse("enterprises:leave"))
    assert Membership.objects.filter(user=person).count() == 1
    assert client.get(reverse("enterprises:profile")).status_code == 200


def test_a_second_invitation_of_the_same_person_closes_the_first(firm):
    first, second = invited(firm), invited(firm, role="viewer")
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_a_person_in_two_firms_sees_which_one_is_on_and_changes_it(firm):
    person, other = UserFactory.create(), EnterpriseFactory.create()
    as_firm(firm, user=person)
    second = as_firm(other, Role.VIEWER, user=person)
    client = client_of(second)
    account = client.get(reverse("core:account")).content.decode()
    assert account.count(firm.name_zh) > account.count(other.name_zh) > 0
    changed = client.post(reverse("core:grant"), {"grant": second.grant_id}, follow=True)
    assert f"您现在代表{other.name_zh}" in changed.content.decode()
    assert other.name_zh in client.get(reverse("enterprises:profile")).content.decode()


def test_the_bar_of_a_person_in_one_firm_names_no_firm(firm):
    client = client_of(as_firm(firm))
    page = client.get(reverse("enterprises:members")).content.decode()
    assert "acting mobile" not in page
