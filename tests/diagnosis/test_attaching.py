"""R-B08: files are known by content, kept apart and handed out so that nothing in them runs."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from freezegun import freeze_time

from diagnosis.evidence.names import clean_name
from diagnosis.models import Evidence
from diagnosis.models.evidence import RESTORABLE_FOR
from diagnosis.services import attaching
from diagnosis.services.attaching import attach_evidence, remove_evidence, restore_evidence
from diagnosis.services.tending_files import erase_removed, remove_strays
from gongfu.core import clock
from gongfu.core.errors import Invalid, Locked
from gongfu.core.middleware.body_size import MAX_BODY
from tests.diagnosis.conftest import person
from tests.factories import as_firm, assessment, consultant_for, member_of, submitted
from tests.hostile_files import HOSTILE, PDF, SCRIPT, jpeg, office, png

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    return assessment()


@pytest.fixture
def li(opened):
    return person(member_of(opened))


def attach(opened, user, name, content, ref="q1"):
    upload = SimpleUploadedFile(name, content)
    return attach_evidence(assessment=opened, ref=ref, upload=upload, user=user)


def on_disk(settings) -> int:
    return sum(path.stat().st_size for path in settings.MEDIA_ROOT.rglob("*/*/*"))


ACCEPTED = {
    "drawing.pdf": PDF,
    "screen.png": png(),
    "photo.JPG": jpeg(),
    "photo.jpeg": jpeg(),
    "rules.docx": office(),
    "list.xlsx": office("xl/workbook.xml"),
    "设备台账 2026.xlsx": office("xl/workbook.xml"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_accepted_file_is_kept_under_a_random_name(opened, li, settings, name):
    kept = attach(opened, li, name, ACCEPTED[name])
    assert kept.name == name.rpartition(".")[0] + "." + name.rpartition(".")[2].lower()
    stored = settings.MEDIA_ROOT / kept.stored
    assert stored.read_bytes() == ACCEPTED[name]
    assert not set(stored.name) - set("0123456789abcdef")


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_or_unknown_file_is_refused_with_its_reason(opened, li, settings, what):
    name, content, reason = HOSTILE[what]
    with pytest.raises(Invalid, match=f"Not uploaded.*{reason}"):
        attach(opened, li, name, content())
    assert not Evidence.objects.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*"))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("../../etc/plan.pdf", "plan.pdf"),
        ("C:\\temp\\plan.pdf", "plan.pdf"),
        ("pl\x00an.pdf", "plan.pdf"),
        ("plan\u202efdp.exe.pdf", "planfdp.exe.pdf"),
        ("  a   plan .PDF", "a plan .pdf"),
        ("计划" * 150 + ".pdf", "计划" * 58 + ".pdf"),
        ("...pdf", "pdf"),
    ],
)
def test_a_name_loses_path_and_control_marks(raw, clean):
    assert clean_name(raw)[0] == clean


def test_a_file_over_the_limit_is_refused(opened, li, monkeypatch):
    monkeypatch.setattr(attaching, "MAX_SIZE", len(PDF) - 1)
    with pytest.raises(Invalid, match="larger than"):
        attach(opened, li, "drawing.pdf", PDF)


def test_the_quota_is_exact_and_what_is_removed_frees_it(opened, li, settings, monkeypatch):
    monkeypatch.setattr(attaching, "QUOTA", 2 * len(PDF))
    first = attach(opened, li, "a.pdf", PDF)
    attach(opened, li, "b.pdf", PDF)
    with pytest.raises(Invalid, match="exceed"):
        attach(opened, li, "c.pdf", PDF)
    assert on_disk(settings) == 2 * len(PDF)
    remove_evidence(evidence=first)
    attach(opened, li, "c.pdf", PDF)


def test_one_answer_has_a_limit_of_files(opened, li, monkeypatch):
    monkeypatch.setattr(attaching, "MAX_FILES", 1)
    attach(opened, li, "a.pdf", PDF)
    with pytest.raises(Invalid, match="at most"):
        attach(opened, li, "b.pdf", PDF)


def test_a_removed_file_can_be_brought_back_for_some_minutes(opened, li, settings):
    kept = attach(opened, li, "a.pdf", PDF)
    remove_evidence(evidence=kept)
    assert not Evidence.objects.usable().exists()
    restore_evidence(evidence=kept)
    assert Evidence.objects.usable().get() == kept
    assert (settings.MEDIA_ROOT / kept.stored).read_bytes() == PDF


def test_a_file_comes_back_only_where_there_is_room(opened, li, monkeypatch):
    monkeypatch.setattr(attaching, "MAX_FILES", 1)
    kept = attach(opened, li, "a.pdf", PDF)
    remove_evidence(evidence=kept)
    attach(opened, li, "b.pdf", PDF)
    with pytest.raises(Invalid, match="at most"):
        restore_evidence(evidence=kept)


def test_a_file_removed_long_ago_is_gone_and_leaves_a_trace(
    opened, li, settings, django_capture_on_commit_callbacks
):
    kept = attach(opened, li, "a.pdf", PDF)
    with freeze_time(clock.now()) as time:
        remove_evidence(evidence=kept)
        assert erase_removed() == 0
        time.tick(RESTORABLE_FOR)
        with django_capture_on_commit_callbacks(execute=True):
            assert erase_removed() == 1
        with pytest.raises(Locked):
            restore_evidence(evidence=kept)
    assert not (settings.MEDIA_ROOT / kept.stored).exists()
    assert Evidence.objects.get().removed_at
    assert erase_removed() == 0


def test_removed_files_give_way_to_new_ones(
    opened, li, settings, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(attaching, "QUOTA", 2 * len(PDF))
    first, second = (attach(opened, li, name, PDF) for name in ("a.pdf", "b.pdf"))
    remove_evidence(evidence=first)
    remove_evidence(evidence=second)
    with django_capture_on_commit_callbacks(execute=True):
        attach(opened, li, "c.pdf", PDF)
    assert on_disk(settings) == 2 * len(PDF)
    with pytest.raises(Locked):
        restore_evidence(evidence=first)
    restore_evidence(evidence=second)


def test_what_a_crash_or_a_deleted_assessment_left_behind_is_tidied(opened, li, settings):
    kept = attach(opened, li, "a.pdf", PDF)
    stray, young = (settings.MEDIA_ROOT / "evidence/ab" / name for name in ("stray", "young"))
    stray.parent.mkdir(exist_ok=True)
    for path in (stray, young):
        path.write_bytes(PDF)
    for path in (stray, settings.MEDIA_ROOT / kept.stored):
        os.utime(path, (0, 0))
    assert remove_strays() == 1
    assert young.exists()
    assert (settings.MEDIA_ROOT / kept.stored).exists()
    opened.delete()
    assert remove_strays() == 1


def test_a_submitted_assessment_takes_and_gives_up_no_file():
    closed = submitted(scored=False)
    with pytest.raises(Locked):
        attach(closed, person(member_of(closed)), "a.pdf", PDF)


# Over HTTP


def url(opened, *parts):
    return f"/assessments/{opened.pk}/evidence/" + "".join(f"{part}/" for part in parts)


def test_a_download_cannot_run_in_our_name(opened, li, firm):
    kept = attach(opened, li, "图纸.pdf", PDF)
    response = firm(opened).get(url(opened, kept.pk))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_only_those_in_reach_can_download_or_remove(opened, li, sign_in):
    kept = attach(opened, li, "a.pdf", PDF)
    foreign = assessment()
    strangers = [member_of(foreign), consultant_for(foreign), consultant_for(opened)]
    for stranger in strangers:  # a consultant sees nothing of a draft
        assert sign_in(stranger).get(url(opened, kept.pk)).status_code == 404
    browser = sign_in(member_of(foreign))
    assert browser.get(url(foreign, kept.pk)).status_code == 404  # mine with another's child
    assert browser.post(url(foreign, kept.pk, "remove")).status_code == 404
    assert browser.post(url(opened, kept.pk, "remove")).status_code == 404
    assert Evidence.objects.get().removed_at is None


def test_a_viewer_may_download_but_not_add(opened, li, sign_in):
    kept = attach(opened, li, "a.pdf", PDF)
    viewer = sign_in(as_firm(opened.enterprise, "viewer"))
    assert viewer.get(url(opened, kept.pk)).status_code == 200
    upload = {"q1.file": SimpleUploadedFile("b.pdf", PDF)}
    assert viewer.post(url(opened, "add", "q1"), upload).status_code == 403
    assert viewer.post(url(opened, kept.pk, "remove")).status_code == 403


def test_files_are_added_in_place_each_with_its_own_verdict(opened, firm):
    files = [SimpleUploadedFile("good.pdf", PDF), SimpleUploadedFile("bad.pdf", SCRIPT)]
    response = firm(opened).post(
        url(opened, "add", "q1"), {"q1.file": files}, headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "good.pdf" in page
    assert "Not uploaded" in page
    assert Evidence.objects.get().name == "good.pdf"


def test_a_request_that_announces_too_much_is_refused_unread(opened, firm):
    response = firm(opened).generic(
        "POST", url(opened, "add", "q1"), b"", CONTENT_LENGTH=str(MAX_BODY + 1)
    )
    assert response.status_code == 413


def test_a_hundred_thousand_parts_are_refused(opened, firm):
    part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    body = (part * 100_000 + "--x--\r\n").encode()
    response = firm(opened).generic(
        "POST", url(opened, "add", "q1"), body, content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code in (400, 413)
