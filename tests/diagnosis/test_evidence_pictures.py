"""Small pictures of files: drawn apart and under limits, encoded by us, never the file itself."""

import io
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from diagnosis.evidence.drawing.running import draw_pictures
from diagnosis.evidence.storing import keep, picture_path
from diagnosis.models import Picture
from diagnosis.services.attaching import attach_evidence, mark_erased
from diagnosis.services.tending_files import store_picture
from gongfu.core import clock, jobs
from gongfu.demo.evidence import ledger, panel
from tests.diagnosis.conftest import person
from tests.factories import assessment, member_of
from tests.hostile_files import PDF, SCRIPT, TAKEN, chunk, jpeg, png

pytestmark = pytest.mark.django_db

PNG_TYPE, JPEG_TYPE, PDF_TYPE = "image/png", "image/jpeg", "application/pdf"


@pytest.fixture
def opened():
    return assessment()


def attach(opened, name, content):
    user = person(member_of(opened))
    upload = SimpleUploadedFile(name, content)
    kept = attach_evidence(assessment=opened, ref="q1", upload=upload, user=user)
    jobs.run_until_empty("interactive")
    kept.refresh_from_db()
    return kept


def drawn(content, content_type):
    stored, _digest = keep([content])
    return picture_path(stored, "thumb") if draw_pictures(stored, content_type) else None


def encoded(form, size=(400, 300), **how):
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, form, **how)
    return file.getvalue()


@pytest.mark.parametrize(("name", "content"), [("plan.pdf", ledger()), ("photo.png", panel())])
def test_a_file_gets_a_picture_on_the_card_and_on_its_page(opened, firm, name, content):
    kept = attach(opened, name, content)
    assert kept.picture == Picture.READY
    browser, where = firm(opened), f"/assessments/{opened.pk}/evidence/{kept.pk}/"
    for size, most in (("thumb", (160, 120)), ("page", (1000, 1400))):
        response = browser.get(f"{where}picture/{size}/")
        assert response["Content-Type"] == "image/webp"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["X-Content-Type-Options"] == "nosniff"
        picture = Image.open(io.BytesIO(b"".join(response.streaming_content)))
        assert picture.format == "WEBP"
        assert all(side <= limit for side, limit in zip(picture.size, most, strict=True))
    assert f"{where}picture/page/" in browser.get(f"{where}preview/").content.decode()
    card = browser.get(f"/assessments/{opened.pk}/evidence/add/q1/", headers={"HX-Request": "true"})
    assert f"{where}picture/thumb/" in card.content.decode()


def test_a_file_without_a_picture_is_a_row_and_a_page_all_the_same(opened, firm):
    kept = attach(opened, "plan.pdf", PDF)
    assert kept.picture == Picture.NONE
    where = f"/assessments/{opened.pk}/evidence/{kept.pk}/"
    assert firm(opened).get(f"{where}picture/thumb/").status_code == 404
    assert "no preview" in firm(opened).get(f"{where}preview/").content.decode()


def test_nothing_but_pixels_gets_into_a_picture():
    path = drawn(png(2, 2, chunk(b"tEXt", b"a\x00" + SCRIPT)), PNG_TYPE)
    assert b"script" not in path.read_bytes()


def test_a_photo_stands_as_it_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    path = drawn(encoded("JPEG", exif=exif), JPEG_TYPE)
    width, height = Image.open(path).size
    assert width < height


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (PDF, PDF_TYPE),
        (jpeg(), JPEG_TYPE),
        (png(11_000, 5_000), PNG_TYPE),  # says more than it has
        (encoded("GIF"), PNG_TYPE),
        (encoded("PNG"), JPEG_TYPE),
        (TAKEN["PDF with script"][1](), PDF_TYPE),
        (b"%PDF-1.7\n" + b"<</A " * 200_000 + b"%%EOF", PDF_TYPE),
    ],
)
def test_what_cannot_be_drawn_goes_without_and_leaves_nothing(content, content_type, settings):
    started = time.process_time()
    assert drawn(content, content_type) is None
    assert time.process_time() - started < 5
    assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 1


def test_a_picture_of_the_largest_size_that_is_taken_can_be_drawn():
    file = io.BytesIO()
    Image.new("1", (7_700, 7_700), 1).save(file, "PNG")
    assert drawn(file.getvalue(), PNG_TYPE)


def test_a_picture_that_comes_after_its_file_was_erased_is_not_kept(
    opened, settings, django_capture_on_commit_callbacks
):
    kept = attach(opened, "a.png", panel())
    with django_capture_on_commit_callbacks(execute=True):
        mark_erased(evidence=kept, at=clock.now())
    keep_again = picture_path(kept.stored, "thumb")
    keep_again.write_bytes(b"late")
    with django_capture_on_commit_callbacks(execute=True):
        store_picture(evidence=kept, picture=Picture.READY)
    assert not keep_again.exists()
