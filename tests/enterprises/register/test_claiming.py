"""Claiming a firm: by the code of a letter, or by a request that the district decides."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from enterprises.register.letter_codes import check_character
from enterprises.register.models import Claim, Invitation, Letter, Membership
from enterprises.register.services import claiming
from enterprises.register.services.writing_letters import write_letters
from enterprises.register.uscc import make_uscc
from gongfu.core import clock, jobs
from gongfu.core.models import AuditEntry, Job, Role, User
from tests.factories import PASSWORD, EnterpriseFactory, UserFactory, as_firm, as_regulator

pytestmark = pytest.mark.django_db
UNKNOWN = make_uscc("91310115MA9X", 999)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
NEW = {"name": "陈敏", "position": "厂长", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture(autouse=True)
def demo(settings):
    settings.GONGFU_DEMO = True


@pytest.fixture
def firm(db):
    return EnterpriseFactory.create(contact_phone="021-55550100")


def client_of(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def letter_to(firm) -> str:
    return write_letters(enterprises=[firm], actor=as_regulator())[0].code


def by_letter(uscc, code, *, email="new@example.com", client=None):
    form = {"uscc": uscc, "code": code, "email": email}
    return (client or Client()).post(reverse("enterprises:claim"), form)


def by_request(uscc, *, email="new@example.com", client=None, **more):
    form = {"uscc": uscc, "email": email, "name": "陈敏", "position": "厂长"}
    form |= {"phone": "021-5555 0100", "by": "request", **more}
    return (client or Client()).post(reverse("enterprises:claim"), form)


def work() -> None:
    jobs.run_until_empty("interactive", heartbeat=False)


def way_in() -> str:
    return re.search(r"/invite/[\w-]{22}/", mail.outbox[-1].body)[0]


def test_the_code_of_the_letter_lets_the_first_person_in_as_owner(firm):
    by_letter(firm.uscc, letter_to(firm).lower())
    work()
    assert Client().post(way_in(), NEW).status_code == 302
    user = User.objects.get(email="new@example.com")
    assert (user.grants.get().role, user.memberships.get().enterprise) == (Role.OWNER, firm)


def test_nothing_is_sent_before_a_worker_looks(firm):
    by_letter(firm.uscc, letter_to(firm))
    assert not mail.outbox
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("kind", ["letter", "request"])
def test_every_code_gets_the_same_answer(firm, kind):
    """Unknown, known without letter, known with a letter, claimed: status, headers and bytes."""
    claimed, written = EnterpriseFactory.create(), EnterpriseFactory.create()
    as_firm(claimed)
    right = letter_to(written)
    answers = set()
    for uscc in (UNKNOWN, firm.uscc, claimed.uscc, written.uscc):
        client = Client()
        given = by_letter if kind == "letter" else by_request
        extra = {"code": right} if kind == "letter" else {}
        first = given(uscc, client=client, email=f"{uscc}@example.com".lower(), **extra)
        page = client.get(first["Location"])
        answers.add((first.status_code, first["Location"], TOKEN.sub(b"", page.content)))
    assert len(answers) == 1


def test_an_address_with_an_account_gets_the_same_answer(firm):
    UserFactory.create(email="known@example.com")
    pages = [
        TOKEN.sub(b"", by_request(firm.uscc, email=email).content)
        for email in ("known@example.com", "other@example.com")
    ]
    assert pages[0] == pages[1]


def test_every_code_costs_the_same_work(firm, monkeypatch, django_assert_num_queries):
    """One digest and the same statements, whatever is registered under the code."""
    right, made = letter_to(firm), []
    digest = claiming.digest
    monkeypatch.setattr(claiming, "digest", lambda *given: made.append(given) or digest(*given))
    for uscc in (UNKNOWN, firm.uscc):
        with django_assert_num_queries(statements_of_a_claim()):
            by_letter(uscc, right)
    assert len(made) == 2


def statements_of_a_claim() -> int:
    """Look for the job, queue it in a savepoint, write the audit entry."""
    return 5


def test_a_code_is_no_good_for_another_firm(firm):
    other = EnterpriseFactory.create()
    by_letter(other.uscc, letter_to(firm))
    work()
    assert not Invitation.objects.exists()
    assert "/claim/?by=request" in mail.outbox[-1].body


def test_a_refusal_by_mail_is_the_same_for_every_reason(firm):
    claimed = EnterpriseFactory.create()
    as_firm(claimed)
    for uscc in (UNKNOWN, firm.uscc, claimed.uscc):
        by_letter(uscc, letter_to(firm))
    letter_to(firm)  # replaces the one before
    Letter.objects.update(voided_at=clock.now())
    work()
    told = {
        one.body.replace(uscc, "")
        for one, uscc in zip(mail.outbox, (UNKNOWN, firm.uscc, claimed.uscc), strict=True)
    }
    assert len(told) == 1


def test_a_new_letter_voids_the_old_one_and_what_came_of_it(firm):
    old = letter_to(firm)
    by_letter(firm.uscc, old)
    work()
    path = way_in()
    new = letter_to(firm)
    assert Client().get(path).status_code == 404
    by_letter(firm.uscc, old, email="late@example.com")
    work()
    assert "/invite/" not in mail.outbox[-1].body
    by_letter(firm.uscc, new)
    work()
    assert Client().get(way_in()).status_code == 200


def test_a_letter_expires(firm):
    code = letter_to(firm)
    with freeze_time(clock.now() + timedelta(days=61)):
        by_letter(firm.uscc, code)
        work()
    assert not Invitation.objects.exists()


def test_a_letter_works_for_one_person(firm):
    code = letter_to(firm)
    by_letter(firm.uscc, code)
    work()
    Client().post(way_in(), NEW)
    by_letter(firm.uscc, code, email="second@example.com")
    work()
    assert Membership.objects.count() == 1
    assert "/invite/" not in mail.outbox[-1].body


def test_a_mistyped_address_can_be_put_right_with_the_same_letter(firm):
    code = letter_to(firm)
    by_letter(firm.uscc, code, email="tpyo@example.com")
    work()
    wrong = way_in()
    by_letter(firm.uscc, code, email="typo@example.com")
    work()
    assert Client().get(wrong).status_code == 404
    assert Client().get(way_in()).status_code == 200


def test_a_letter_rests_after_five_wrong_codes_of_a_day(firm, monkeypatch):
    right = letter_to(firm)
    for number in range(claiming.TRIES_A_DAY):
        by_letter(firm.uscc, letter_code(number), email=f"p{number}@example.com")
    by_letter(firm.uscc, right)
    work()
    assert not Invitation.objects.exists()
    with freeze_time(clock.now() + timedelta(days=1)):
        by_letter(firm.uscc, right)
        work()
    assert Invitation.objects.count() == 1


def letter_code(number: int) -> str:
    drawn = f"2222222{number + 2}"
    return drawn + check_character(drawn)


@pytest.mark.parametrize("what", ["address", "firm", "person"])
def test_tries_are_limited_by_address_firm_and_person(firm, what, monkeypatch):
    answers = [
        by_request(
            firm.uscc if what != "address" else make_uscc("91310115MA9Y", number),
            email="one@example.com" if what == "person" else f"p{number}@example.com",
            client=Client(REMOTE_ADDR="10.0.0.1" if what == "address" else f"10.0.0.{number + 1}"),
        ).status_code
        for number in range(21)
    ]
    assert answers[0] == 302
    assert answers[-1] == 429
    assert answers.index(429) == (6 if what == "person" else 20)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"uscc": "91310115MA1F00007F"}, "校验"),
        ({"uscc": "123"}, "18"),
        ({"code": "ABC-DEF-GHI"}, "9 位"),
        ({"email": "nobody"}, "name@example.com"),
    ],
)
def test_what_cannot_be_right_is_said_at_the_field(firm, wrong, words):
    form = {"uscc": firm.uscc, "code": letter_to(firm), "email": "new@example.com", **wrong}
    page = Client().post(reverse("enterprises:claim"), form)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Job.objects.exists()


def test_what_was_entered_is_forgotten_once_it_is_answered(firm):
    by_letter(firm.uscc, letter_to(firm))
    by_request(firm.uscc, email="other@example.com")
    work()
    assert [job.payload for job in Job.objects.all()] == [{}, {}]


def test_no_code_stands_in_the_database_or_the_trail(firm):
    code = letter_to(firm).replace("-", "")
    by_letter(firm.uscc, code)
    rows = [*Letter.objects.values(), *Job.objects.values(), *AuditEntry.objects.values()]
    assert code not in str(rows)


def test_a_person_with_an_account_gains_a_further_firm(firm):
    owner = as_firm(EnterpriseFactory.create())
    client = client_of(owner)
    client.post(reverse("enterprises:claim"), {"uscc": firm.uscc, "code": letter_to(firm)})
    work()
    client.post(way_in())
    person = User.objects.get(pk=owner.user_id)
    assert person.memberships.count() == person.grants.count() == 2
    page = client.get(reverse("core:account")).content.decode()
    assert firm.name_zh in page


def test_a_request_goes_to_the_district_and_its_approval_lets_the_person_in(firm):
    by_request(firm.uscc)
    work()
    district = client_of(as_regulator(firm.district_id))
    page = district.get(reverse("enterprises:claims")).content.decode()
    assert "陈敏" in page
    assert "与名录一致" in page
    decide(district, decision="approve", role="owner")
    work()
    assert Client().post(way_in(), NEW).status_code == 302
    assert Membership.objects.get().grant.role == Role.OWNER


def test_a_refused_request_is_answered_with_the_reason(firm):
    by_request(firm.uscc)
    work()
    decide(client_of(as_regulator()), decision="refuse", reason="请先补交授权书")
    work()
    assert "请先补交授权书" in mail.outbox[-1].body
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("form", "status"),
    [({"decision": "refuse"}, 422), ({"decision": "approve"}, 422), ({}, 422)],
)
def test_a_decision_needs_its_reason_or_its_role(firm, form, status):
    by_request(firm.uscc)
    work()
    assert decide(client_of(as_regulator()), **form).status_code == status
    assert Claim.objects.get().state == Claim.State.OPEN


def test_a_request_is_decided_once(firm):
    by_request(firm.uscc)
    work()
    client = client_of(as_regulator())
    assert decide(client, decision="approve", role="owner").status_code == 302
    assert decide(client, decision="refuse", reason="no").status_code == 409


def test_a_district_sees_the_requests_of_its_own_firms_only(firm):
    by_request(firm.uscc)
    work()
    stranger = client_of(as_regulator("310104"))
    assert "陈敏" not in stranger.get(reverse("enterprises:claims")).content.decode()
    assert decide(stranger, decision="approve", role="owner").status_code == 404


def test_a_request_for_an_unknown_firm_waits_with_the_city_until_the_firm_is_registered():
    by_request(UNKNOWN)
    work()
    city = client_of(as_regulator())
    assert decide(city, decision="approve", role="owner").status_code == 409
    firm = EnterpriseFactory.create(uscc=UNKNOWN)
    district = client_of(as_regulator(firm.district_id))
    assert decide(district, decision="approve", role="owner").status_code == 302


def test_the_same_person_has_one_open_request(firm):
    by_request(firm.uscc, note="first")
    by_request(firm.uscc, note="second")
    work()
    assert Claim.objects.get().note == "second"


def test_a_member_who_asks_again_is_told_by_mail(firm):
    owner = as_firm(firm)
    by_request(firm.uscc, email=User.objects.get(pk=owner.user_id).email)
    work()
    assert not Claim.objects.exists()
    assert "/login/" in mail.outbox[-1].body


def decide(client: Client, **form):
    return client.post(
        reverse("enterprises:claim_decide", args=[Claim.objects.latest("pk").pk]), form
    )


def without_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


def until_it_fails() -> Job:
    """Every attempt at once instead of after its wait."""
    for _attempt in range(Job.objects.get().max_attempts):
        Job.objects.update(not_before=None)
        work()
    return Job.objects.get()


def test_a_request_reaches_the_district_although_no_mail_can_be_sent(firm, settings):
    without_mail(settings)
    by_request(firm.uscc, note="Night shift only")
    job = until_it_fails()
    assert job.state == Job.State.FAILED
    claim = Claim.objects.get()
    assert (claim.state, claim.note) == (Claim.State.OPEN, "Night shift only")
    assert job.payload["email"] == "new@example.com"


def test_what_failed_keeps_what_was_entered_and_works_when_it_is_tried_again(firm, settings):
    sending = settings.EMAIL_BACKEND
    without_mail(settings)
    by_letter(firm.uscc, letter_to(firm))
    job = until_it_fails()
    assert job.state == Job.State.FAILED
    settings.EMAIL_BACKEND = sending
    jobs.retry(job=job)
    work()
    assert Client().get(way_in()).status_code == 200
    assert Job.objects.get().payload == {}


def test_a_request_that_was_decided_does_not_open_again_when_its_mail_is_retried(firm, settings):
    without_mail(settings)
    by_request(firm.uscc)
    job = until_it_fails()
    Claim.objects.update(state=Claim.State.REFUSED, decided_at=clock.now())
    jobs.retry(job=job)
    until_it_fails()
    assert Claim.objects.get().state == Claim.State.REFUSED
