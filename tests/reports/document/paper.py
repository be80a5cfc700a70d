"""Look into a rendered report with the tools of the distribution."""

import dataclasses
import functools
import os
import re
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
    return squeezed(spaced_text_of(pdf, tmp_path, *options))


def spaced_text_of(pdf, tmp_path, *options):
    """The text as it comes, with its white space."""
    program, source = tool("pdftotext"), Path(tmp_path, "report.pdf")
    source.write_bytes(pdf)
    run = subprocess.run([program, *options, str(source), "-"], capture_output=True, check=True)
    return run.stdout.decode()


@dataclasses.dataclass(frozen=True)
class Page:
    """What stands between head and foot of one page."""

    words: int
    reach: float  # how far down the last word stands, as a share of the page's height
    last_size: float  # height of the last word in points
    is_inside: bool  # every word lies on the page


WORD = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">')
HEAD, FOOT = 50, 50  # points


def pages_of(pdf, tmp_path):
    """Where the words stand, page by page."""
    program, source = tool("pdftotext"), Path(tmp_path, "report.pdf")
    source.write_bytes(pdf)
    run = subprocess.run([program, "-bbox", str(source), "-"], capture_output=True, check=True)
    return [_page(part) for part in run.stdout.decode(errors="replace").split("<page ")[1:]]


def _page(text):
    width, height = (float(v) for v in re.findall(r'(?:width|height)="([\d.]+)"', text)[:2])
    boxes = [tuple(map(float, found)) for found in WORD.findall(text)]
    inner = [box for box in boxes if box[1] > HEAD and box[3] < height - FOOT]
    last = max(inner, key=lambda box: box[3])
    return Page(
        words=len(inner),
        reach=last[3] / height,
        last_size=last[3] - last[1],
        is_inside=all(
            left >= 0 and top >= 0 and right <= width and bottom <= height
            for left, top, right, bottom in boxes
        ),
    )


def squeezed(text):
    return "".join(text.split()).replace("\u200b", "")
