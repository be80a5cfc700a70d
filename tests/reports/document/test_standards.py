"""The file itself: sound, accessible, self-contained, and the same each time."""

import functools
import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from reports.document.render import render
from reports.document.sample import full
from tests.reports.document.paper import EVERY_REPORT, LANGUAGES, rendered, tool


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Every sample report as a file."""
    folder = tmp_path_factory.mktemp("reports")
    for case, lang in EVERY_REPORT:
        (folder / f"{case}-{lang}.pdf").write_bytes(rendered(case, lang))
    return folder


def test_an_accessibility_checker_finds_no_error(shelf):
    checker = Path(sys.executable).with_name("outloud")
    run = subprocess.run([checker, "--quiet", *sorted(shelf.glob("*.pdf"))], capture_output=True)
    assert run.returncode == 0, run.stdout.decode()


def test_qpdf_finds_the_files_clean(shelf):
    for path in sorted(shelf.glob("*.pdf")):
        subprocess.run([tool("qpdf"), "--check", str(path)], check=True, capture_output=True)


@functools.cache
def opened(lang):
    return pikepdf.open(io.BytesIO(rendered("long_names", lang)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_fonts_are_embedded(lang):
    objects = [o for o in opened(lang).objects if isinstance(o, pikepdf.Dictionary)]
    fonts = [o for o in objects if o.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-CN"), ("en", "en-GB")])
def test_the_file_claims_its_standards_and_language(lang, tag):
    pdf = opened(lang)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
    assert str(pdf.Root.Lang) == tag
    assert pdf.Root.MarkInfo.Marked


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_data_gives_the_same_bytes(lang):
    assert render(full(lang), lang) == rendered("full", lang)
