"""From a wish to an issued report: numbered once, filed once, recorded once."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from enterprises.models import LedgerEntry, Step
from gongfu.core import fault, jobs
from gongfu.core.errors import Forbidden, Invalid
from gongfu.core.jobs.reasons import reason_text
from gongfu.core.models import Job
from gongfu.core.stored import stored_path
from reports.document.render import Unprintable, render
from reports.document.sample import CASES
from reports.models import Report, ReportNumber
from reports.services.composing import NoScore
from reports.services.issuing import request_report
from reports.services.refusing import cannot_print
from reports.services.storing import remove_strays
from tests import factories
from tests.reports.conftest import issue, verify

pytestmark = pytest.mark.django_db


def test_a_submitted_self_assessment_becomes_a_numbered_file(done):
    job = issue(done)
    report = Report.objects.get()
    content = stored_path(report.file).read_bytes()
    assert job.state == Job.State.DONE, job.reason_params
    assert job.result["url"] == f"/reports/{report.pk}/download/"
    assert (report.kind, report.edition, report.language) == ("self", 1, "zh")
    assert report.number.endswith("-000001")
    assert (len(content), hashlib.sha256(content).hexdigest()) == (report.size, report.digest)
    assert content.startswith(b"%PDF-")
    assert report.pages >= 5


def test_a_report_on_the_self_assessment_is_no_step_of_coverage(done):
    issue(done)
    assert not LedgerEntry.objects.filter(step=Step.REPORTED).exists()


def test_a_diagnosis_report_records_its_delivery_once_for_both_languages(done):
    consultant = verify(done)
    issue(done, actor=consultant, language="zh")
    issue(done, actor=consultant, language="en")
    assert set(Report.objects.values_list("kind", "language")) == {
        ("diagnosis", "zh"),
        ("diagnosis", "en"),
    }
    assert LedgerEntry.objects.filter(step=Step.REPORTED).count() == 1


def test_asking_again_for_what_would_read_the_same_gives_the_issued_report(done):
    first, second = issue(done), issue(done)
    assert second.state == Job.State.DONE
    assert first.result == second.result
    assert Report.objects.count() == 1


def test_a_reissue_supersedes_the_older_edition_and_both_stay_readable(done):
    issue(done)
    issue(done, reissue=True)
    old, new = Report.objects.order_by("pk")
    assert (old.superseded_by, new.edition) == (new, 2)
    assert Report.objects.current().get() == new
    assert stored_path(old.file).exists()
    assert stored_path(new.file).exists()


def test_a_changed_name_gives_a_new_edition_without_being_told(done):
    issue(done)
    done.enterprise.name_zh = "样例新名字厂"
    done.enterprise.save()
    issue(done)
    assert list(Report.objects.order_by("pk").values_list("edition", flat=True)) == [1, 2]


def test_a_character_without_a_glyph_is_named_with_its_place_and_what_to_do(done):
    done.enterprise.name_zh = "样例\U0002a6a5厂"
    done.enterprise.save()
    job = issue(done)
    assert (job.state, Report.objects.count()) == (Job.State.FAILED, 0)
    assert "\U0002a6a5 (U+2A6A5)" in reason_text(job)
    assert job.reason == "unmapped_name_zh"


def test_a_character_without_a_glyph_in_an_answer_is_named_with_its_question():
    context = CASES["full"]("zh")
    first, *others = context.answers
    asked = replace(first.answers[1], remark="没有\U0002a6a5设备")
    group = replace(first, answers=(first.answers[0], asked, *first.answers[2:]))
    context = replace(context, answers=(group, *others))
    with pytest.raises(Unprintable) as refused:
        render(context, "zh")
    refusal = cannot_print(refused.value, context)
    assert (refusal.code, refusal.params["question"]) == ("unmapped_question", asked.no)
    assert "\U0002a6a5 (U+2A6A5)" in refusal.message
    assert asked.no in refusal.message


def test_the_number_of_a_failed_report_goes_to_the_next(done):
    name = done.enterprise.name_zh
    done.enterprise.name_zh = "样例\U0002a6a5厂"
    done.enterprise.save()
    issue(done)
    done.enterprise.name_zh = name
    done.enterprise.save()
    issue(done)
    issue(done, reissue=True)
    serials = ReportNumber.objects.order_by("serial").values_list("serial", "is_used")
    assert list(serials) == [(1, True), (2, True)]


@pytest.mark.parametrize("point", ["report.rendered", "report.filed", "report.registered"])
def test_a_worker_that_dies_in_between_leaves_one_report_with_the_first_number(
    done, point, settings
):
    settings.GONGFU_FAULT = f"{point}:1:raise"
    fault._passed.pop(point, None)
    job = issue(done)
    assert (job.state, Report.objects.count()) == (Job.State.QUEUED, 0)
    settings.GONGFU_FAULT = ""
    Job.objects.update(not_before=None)
    jobs.run_until_empty("interactive", heartbeat=False)
    report = Report.objects.get()
    assert report.number.endswith("-000001")
    assert ReportNumber.objects.count() == 1


def test_files_without_a_report_are_swept_away_and_issued_ones_are_not(done):
    issue(done)
    report = Report.objects.get()
    stray = stored_path(report.file).with_name("stray.pdf")
    stray.write_bytes(b"%PDF-")
    assert remove_strays() == 0  # it might still be on its way into the register
    assert remove_strays(older_than=timedelta(0)) == 1
    assert stored_path(report.file).exists()
    assert not stray.exists()


def test_nothing_is_issued_before_anything_was_submitted():
    opened = factories.assessment()
    with pytest.raises(NoScore):
        request_report(assessment=opened, language="zh", actor=factories.member_of(opened))


def test_an_unknown_language_is_refused(done):
    with pytest.raises(Invalid, match=r"Chinese|中文"):
        request_report(assessment=done, language="fr", actor=factories.member_of(done))


def test_a_firm_cannot_issue_the_diagnosis_report_on_itself(done):
    verify(done)
    firm = factories.member_of(done)
    with pytest.raises(Forbidden):
        request_report(assessment=done, language="zh", actor=firm, kind="diagnosis")
    assert issue(done, actor=firm).state == Job.State.DONE
    assert Report.objects.get().kind == "self"


def test_a_score_that_no_longer_holds_is_not_issued(done):
    done.scores.update(is_current=False)
    job = issue(done)
    assert (job.state, job.reason) == (Job.State.FAILED, "report_without_score")
