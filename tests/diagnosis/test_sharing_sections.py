"""Sections given to people: it helps, it forbids nothing, and whoever leaves frees theirs."""

import pytest
from django.core import mail

from diagnosis.catalogue import framework_for
from diagnosis.models import Keeper
from diagnosis.services.assigning_sections import assign_sections
from enterprises.models import Membership
from gongfu.core import jobs
from gongfu.core.errors import Invalid, Locked
from gongfu.core.models import Role
from tests.factories import (
    as_firm,
    assessment,
    consultant_for,
    give,
    member_of,
    submitted,
)

pytestmark = pytest.mark.django_db
SECTION, OTHER = "data-systems", "network-equipment"


def sections(opened):
    return [section.ref for section in framework_for(opened).sections]


def membership(actor):
    return Membership.objects.get(user=actor.user_id)


@pytest.fixture
def opened():
    return assessment()


@pytest.fixture
def colleague(opened):
    return as_firm(opened.enterprise, Role.EDITOR)


def assign(opened, actor, **wanted):
    named = {ref.replace("_", "-"): member for ref, member in wanted.items()}
    return assign_sections(assessment=opened, wanted=named, actor=actor)


def sent():
    jobs.run_until_empty("interactive", heartbeat=False)
    return mail.outbox


def test_a_colleague_is_given_sections_and_told_once(opened, colleague):
    owner, pk = member_of(opened), membership(colleague).pk
    first, second = sections(opened)[:2]
    wanted = {first: pk, second: pk}
    assert assign_sections(assessment=opened, wanted=wanted, actor=owner) == 2
    (letter,) = sent()
    assert letter.to == [colleague_email(colleague)]
    assert opened.due_on.isoformat() in letter.body
    assert "/my/questions/" in letter.body


def colleague_email(actor):
    return membership(actor).user.email


def test_whoever_takes_a_section_gets_no_mail(opened):
    owner = member_of(opened)
    assign(opened, owner, data_systems=membership(owner).pk)
    assert sent() == []


def test_giving_the_same_again_changes_nothing(opened, colleague):
    pk = membership(colleague).pk
    assert assign(opened, member_of(opened), data_systems=pk) == 1
    assert assign(opened, member_of(opened), data_systems=pk) == 0


def test_a_section_can_be_freed(opened, colleague):
    assign(opened, member_of(opened), data_systems=membership(colleague).pk)
    assert assign(opened, member_of(opened), data_systems=None) == 1
    assert not Keeper.objects.exists()


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_only_those_who_may_answer_here_are_given_sections(opened, role):
    stranger = as_firm(opened.enterprise, role) if role else member_of(assessment())
    with pytest.raises(Invalid) as refused:
        assign(opened, member_of(opened), data_systems=membership(stranger).pk)
    assert list(refused.value.fields) == [SECTION]


def test_an_unknown_section_is_refused(opened):
    with pytest.raises(Invalid):
        assign(opened, member_of(opened), nowhere=None)


def test_a_submitted_assessment_is_shared_out_no_more():
    closed = submitted(scored=False)
    with pytest.raises(Locked):
        assign(closed, member_of(closed), data_systems=None)


def test_nobody_is_locked_out_of_a_section_that_is_anothers(opened, colleague):
    assign(opened, member_of(opened), data_systems=membership(colleague).pk)
    give(opened, q5="C")  # the owner answers in it


def test_a_colleague_who_leaves_frees_the_sections_and_the_list_says_so(
    opened, colleague, firm, sign_in
):
    assign(opened, member_of(opened), data_systems=membership(colleague).pk)
    name = membership(colleague).user.name
    membership(colleague).delete()
    page = firm(opened).get(f"/assessments/{opened.pk}/").content.decode()
    assert f"{name} no longer has access" in page
    assert Keeper.objects.get().membership is None


def test_the_page_gives_sections_and_shows_whose_they_are(opened, colleague, firm):
    pk = membership(colleague).pk
    browser, url = firm(opened), f"/assessments/{opened.pk}/keepers/"
    form = {f"keeper.{SECTION}": str(pk), f"was.{SECTION}": "free"}
    said = browser.post(url, form, follow=True).content.decode()
    assert "1 section was shared out anew" in said
    assert said.count(membership(colleague).user.name) >= 2


def test_an_untouched_choice_does_not_undo_a_colleagues(opened, colleague, firm):
    pk = membership(colleague).pk
    assign(opened, member_of(opened), data_systems=pk)
    form = {f"keeper.{SECTION}": "free", f"was.{SECTION}": "free"}  # the page was loaded before
    firm(opened).post(f"/assessments/{opened.pk}/keepers/", form)
    assert Keeper.objects.get().membership_id == pk


@pytest.mark.parametrize("value", ["x", "0", "9" * 30, "-1", "１"])
def test_a_choice_that_cannot_be_is_told_at_its_field(opened, firm, value):
    form = {f"keeper.{SECTION}": value, f"was.{SECTION}": "free"}
    answer = firm(opened).post(f"/assessments/{opened.pk}/keepers/", form)
    assert answer.status_code == 422
    assert "owner or editor of your company" in answer.content.decode()


def test_strangers_and_readers_share_out_nothing(opened, sign_in):
    url = f"/assessments/{opened.pk}/keepers/"
    assert sign_in(member_of(assessment())).post(url, {}).status_code == 404
    assert sign_in(as_firm(opened.enterprise, Role.VIEWER)).post(url, {}).status_code == 403
    assert sign_in(consultant_for(opened)).post(url, {}).status_code == 403


def test_my_questions_are_those_open_in_my_sections_with_a_way_back(opened, firm):
    owner = member_of(opened)
    assign(opened, owner, data_systems=membership(owner).pk)
    browser = firm(opened)
    page = browser.get("/my/questions/").content.decode()
    assert f"/assessments/{opened.pk}/sections/{SECTION}/?next=mine#q4" in page
    give(opened, q5="C")
    assert "#q5" not in browser.get("/my/questions/").content.decode()


def test_the_start_page_counts_what_waits(opened, firm):
    owner = member_of(opened)
    assign(opened, owner, data_systems=membership(owner).pk)
    home = firm(opened).get("/my/").content.decode()
    assert "2 of the open questions are in your sections" in home
    assert "waiting for you" not in home


def test_without_sections_my_questions_say_how_to_get_some(opened, firm):
    assert "No section is given to you" in firm(opened).get("/my/questions/").content.decode()


def test_the_start_page_costs_few_queries_whatever_waits(
    opened, firm, django_assert_max_num_queries
):
    owner = member_of(opened)
    browser = firm(opened)
    counts = []
    for section in (None, *sections(opened)[:4]):
        if section:
            wanted = {section: membership(owner).pk}
            assign_sections(assessment=opened, wanted=wanted, actor=owner)
        browser.get("/my/")
        with django_assert_max_num_queries(20) as seen:
            assert browser.get("/my/").status_code == 200
        counts.append(len(seen))
    assert counts[1] == counts[-1]


def test_the_form_is_open_where_a_link_leads_to_it_and_names_the_due_day(opened, firm):
    browser = firm(opened)
    closed = browser.get(f"/assessments/{opened.pk}/").content.decode()
    assert 'href="?open=keepers#keepers"' in closed
    page = browser.get(f"/assessments/{opened.pk}/?open=keepers").content.decode()
    place = page.split('id="keepers"')[1].split("</section>")[0]
    assert "<details open>" in place
    assert opened.due_on.isoformat() in place
    assert "<details open>" not in closed.split('id="keepers"')[1]


def test_only_who_may_invite_is_offered_to(opened, sign_in):
    for role, offered in ((Role.OWNER, True), (Role.EDITOR, False), (Role.VIEWER, False)):
        browser = sign_in(as_firm(opened.enterprise, role))
        page = browser.get(f"/assessments/{opened.pk}/").content.decode()
        assert ("Invite a colleague" in page) == offered
