"""Look into a rendered report with the tools of the distribution."""

import functools
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from reports.document.render import render
from reports.document.sample import CASES

LANGUAGES = ("zh", "en")
EVERY_REPORT = [(case, lang) for case in CASES for lang in LANGUAGES]


@functools.cache
def rendered(case, lang):
    return render(CASES[case](lang), lang)


def tool(name):
    """The program's path; without it the test fails on CI, elsewhere it is skipped and listed."""
    if path := shutil.which(name):
        return path
    message = f"{name} is not installed: this check of the PDF did not run"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def text_of(pdf, tmp_path, *options):
    """The text in reading order, white space taken out: it depends on fonts, not on content."""
    program, source = tool("pdftotext"), Path(tmp_path, "report.pdf")
    source.write_bytes(pdf)
    run = subprocess.run([program, *options, str(source), "-"], capture_output=True, check=True)
    return squeezed(run.stdout.decode())


def squeezed(text):
    return "".join(text.split()).replace("\u200b", "")
