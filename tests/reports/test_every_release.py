"""A report of every release, with what was not assessed and without what was hidden."""

import subprocess
from datetime import date

import pytest

from diagnosis.presenting import result_of
from reports.document.render import render
from reports.services.composing import compose, issue_of, with_issue
from tests.diagnosis.test_every_release import CUT, KEYS
from tests.factories import WORKSHOP, submitted

pytestmark = pytest.mark.django_db


def text_of(done, language, tmp_path):
    """What the report of the self-assessment says, without the blanks of its layout."""
    issue = issue_of(
        number="GF-1", code="7KQ4M2XD", issued_on=date(2026, 1, 2), edition=1, supersedes=None
    )
    context = with_issue(compose(assessment=done, language=language, kind="self"), issue)
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(render(context, language))
    printed = subprocess.run(
        ["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True
    ).stdout
    return "".join(printed.decode().split())


@pytest.mark.parametrize("key", KEYS)
def test_every_release_can_be_printed(key, tmp_path):
    done = submitted(framework=key)
    result, text = result_of(done, "zh"), text_of(done, "zh", tmp_path)
    assert result.total.shown in text
    assert all("".join(question.text.split()) in text for question in result.questions[:3])
    if result.level_name:
        assert result.level_name in text


def test_what_was_cut_is_printed_with_its_reason_and_what_is_hidden_is_not(tmp_path):
    done = submitted(framework=WORKSHOP, cloud="A", **{"scope-logistics": CUT})
    text = text_of(done, "en", tmp_path)
    assert "Partnerscarrythegoods" in text
    assert "notassessed" in text
    assert "Howfaristhecloudused" not in text
    assert "Thelowestdecides" in text
