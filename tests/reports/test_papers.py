"""The receipt and the blank questionnaire: as files, by mail, and sound as documents."""

import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from django.core import mail
from django.utils import translation

import reports.tasks  # noqa: F401  registers who writes the receipt's mail
from diagnosis.models import Notice, Receipt, Status
from diagnosis.services.returning import return_assessment
from diagnosis.services.submitting import submit_assessment
from gongfu.core import jobs
from gongfu.core.errors import Invalid
from gongfu.core.models import Role, User
from reports.services import printing, receipts
from reports.services.blanks import _compose as blank_paper
from reports.services.blanks import print_blank
from reports.services.receipts import print_receipt
from tests import factories
from tests.reports.conftest import browser_of
from tests.reports.document.paper import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(done) -> Receipt:
    return Receipt.objects.get(assessment=done)


@pytest.fixture
def unprinted(monkeypatch) -> list[bytes]:
    """What would go to the child, which costs seconds."""
    sent: list[bytes] = []
    monkeypatch.setattr(
        printing, "_run", lambda command, data: sent.append(data) or b"%PDF-1.7 receipt"
    )
    return sent


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_papers_are_accessible_and_carry_their_fonts(receipt, language, tmp_path):
    release = receipt.assessment.release
    papers = {
        "receipt": print_receipt(receipt=receipt, language=language),
        "blank": print_blank(release=release, assessment=receipt.assessment, language=language),
    }
    for name, pdf in papers.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert all(map(is_embedded, fonts_of(opened))), name
    checker = Path(sys.executable).with_name("outloud")
    run = subprocess.run([checker, "--quiet", *tmp_path.glob("*.pdf")], capture_output=True)
    assert run.returncode == 0, run.stdout.decode()
    assert receipt.number in text_of(papers["receipt"], tmp_path)
    assert receipt.answers_digest[:32] in text_of(papers["receipt"], tmp_path)


def fonts_of(opened: pikepdf.Pdf) -> list[pikepdf.Object]:
    found = [font for page in opened.pages for font in page.Resources.Font.values()]
    assert found
    return found


def is_embedded(font: pikepdf.Object) -> bool:
    descriptor = font.DescendantFonts[0].FontDescriptor
    return "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_the_owner_and_whoever_declared_get_the_receipt_once(receipt, done, unprinted):
    owner = factories.as_firm(done.enterprise)
    Notice.objects.all().delete()
    return_assessment(assessment=done, reason="Once more.", actor=factories.SYSTEM)
    again = _submitted_again(done)
    mail.outbox.clear()
    for _ in range(2):
        jobs.run_until_empty("bulk", heartbeat=False)
    told = [one.to[0] for one in mail.outbox]
    people = {User.objects.get(pk=owner.user_id).email, again.by.email}
    assert sorted(told) == sorted(people)
    assert all(again.number in one.subject for one in mail.outbox)
    assert all(one.attachments[0][0].startswith(again.number) for one in mail.outbox)
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


def test_a_paper_that_cannot_be_printed_does_not_keep_the_mail_back(receipt, monkeypatch):
    def broken(**_):
        raise Invalid("The fonts lack a character.")

    monkeypatch.setattr("reports.mails.print_receipt", broken)
    mail.outbox.clear()
    jobs.run_until_empty("bulk", heartbeat=False)
    (message,) = mail.outbox
    assert message.attachments == []
    assert "/receipt.pdf" in message.body


def test_the_file_is_for_those_who_may_see_the_assessment(receipt, done, unprinted):
    browser = browser_of(factories.member_of(done))
    answer = browser.get(f"/assessments/{done.pk}/receipt.pdf?language=en")
    assert answer["Content-Type"] == "application/pdf"
    assert f'filename="{receipt.number}-en.pdf"' in answer["Content-Disposition"]
    stranger = browser_of(factories.as_firm(factories.EnterpriseFactory.create()))
    assert stranger.get(f"/assessments/{done.pk}/receipt.pdf").status_code == 404
    assert browser.get(f"/assessments/{done.pk}/receipt.pdf?language=fr").status_code == 422


def test_a_character_that_no_font_has_is_named(receipt, monkeypatch):
    done = subprocess.CompletedProcess([], 3, b'[["\\ud840\\udc01", "report.firm.name_zh"]]', b"")
    monkeypatch.setattr(printing.subprocess, "run", lambda *_, **__: done)
    with pytest.raises(Invalid) as found, translation.override("en"):
        print_receipt(receipt=receipt, language="zh")
    assert "the Chinese name of the firm" in found.value.message


def test_a_child_that_dies_or_hangs_is_said_so(receipt, monkeypatch):
    def late(*_, **__):
        raise subprocess.TimeoutExpired("child", 1)

    for run in (late, lambda *_, **__: subprocess.CompletedProcess([], -9, b"", b"")):
        monkeypatch.setattr(printing.subprocess, "run", run)
        with pytest.raises(printing.NotPrinted):
            print_receipt(receipt=receipt, language="zh")


def test_after_a_return_the_paper_says_that_it_no_longer_holds(receipt, done):
    assert not receipts._compose(receipt, "en").withdrawn
    return_assessment(assessment=done, reason="Once more.", actor=factories.SYSTEM)
    receipt.assessment.refresh_from_db()
    assert done.status == Status.DRAFT
    assert receipts._compose(receipt, "en").withdrawn


def test_a_blank_holds_every_question_with_room_for_its_answer(done):
    paper = blank_paper(done.release, done, "en")
    asked = [question for section in paper.sections for question in section.questions]
    assert len(asked) == 31
    assert paper.due_on == done.due_on
    second = next(question for question in asked if question.no == "2" and question.fields)
    assert all(field.unit for field in second.fields)


def test_a_firm_is_not_shown_what_it_is_never_asked():
    factories.published("gbt-39116-discrete 2020")
    opened = factories.assessment(framework="gbt-39116-discrete 2020")
    everything = blank_paper(opened.release, None, "zh").sections
    own = blank_paper(opened.release, opened, "zh").sections
    assert sum(len(s.questions) for s in own) <= sum(len(s.questions) for s in everything)


def test_authors_print_a_release(unprinted, settings):
    settings.GONGFU_DEMO = True  # no second factor
    factories.published()
    browser = browser_of(factories.as_role(Role.AUTHOR))
    page = browser.get("/frameworks/").content.decode()
    assert "/frameworks/miit-sme/2024/blank.pdf?language=zh" in page
    assert browser.get("/frameworks/miit-sme/2024/blank.pdf").status_code == 200
    assert browser.get("/frameworks/miit-sme/1999/blank.pdf").status_code == 404


def _submitted_again(done) -> Receipt:
    actor = factories.member_of(done)
    return submit_assessment(
        assessment=done,
        declared_name="Li Gong",
        declared_position="Head of equipment",
        actor=actor,
        user=User.objects.get(pk=actor.user_id),
    )
