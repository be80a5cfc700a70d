"""Filled-in workbooks for the tests: downloaded, typed into as people do, and sent back."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from diagnosis.models import Assessment, FilledWorkbook
from diagnosis.services.making_workbooks import make_workbook
from diagnosis.services.receiving_workbooks import receive_workbook
from diagnosis.views.reach import document_of
from diagnosis.workbook.book import ANSWER, KEY
from gongfu.core.actor import Actor
from gongfu.core.models import User
from gongfu.core.spreadsheets import XLSX_TYPE
from tests.factories import member_of

Answers = Mapping[str, Any]  # key of a slot -> what is typed into its cell


class Paper:
    """A downloaded workbook that can be typed into."""

    def __init__(self, content: bytes) -> None:
        self.book: Workbook = load_workbook(io.BytesIO(content))

    @property
    def sheet(self) -> Worksheet:
        return self.book.worksheets[1]

    def rows(self) -> dict[str, int]:
        """Key of a slot -> its row."""
        cells = ((row, self.sheet.cell(row, KEY).value) for row in range(3, self.sheet.max_row + 1))
        return {key: row for row, key in cells if key}

    def cell(self, key: str) -> Cell:
        return self.sheet.cell(self.rows()[key], ANSWER)

    def type(self, answers: Answers) -> "Paper":
        rows = self.rows()
        for key, value in answers.items():
            self.sheet.cell(rows[key], ANSWER).value = value
        return self

    def save(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


def downloaded(opened: Assessment, actor: Actor | None = None) -> Paper:
    """The workbook of an assessment as it stands."""
    file = make_workbook(
        assessment=opened, document=document_of(opened), actor=actor or member_of(opened)
    )
    return Paper(file.read())


def as_upload(content: bytes, name: str = "answers.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, XLSX_TYPE)


def uploaded(
    opened: Assessment, *, user: User | None = None, wrong: bool = False, **typed: Any
) -> FilledWorkbook:
    """A workbook that somebody filled in and uploaded."""
    paper = downloaded(opened).type(typed)
    if wrong:
        last = max(paper.rows().values())
        paper.sheet.cell(last, ANSWER).value = "no such thing"
    person = user or User.objects.get(pk=member_of(opened).user_id)
    return receive_workbook(assessment=opened, upload=as_upload(paper.save()), user=person)


def send(browser: Client, opened: Assessment, content: bytes, name: str = "answers.xlsx") -> Any:
    """Upload as the form does."""
    return browser.post(f"/assessments/{opened.pk}/workbook/", {"file": as_upload(content, name)})


def with_edits(content: bytes, edit: Callable[[Workbook], object]) -> bytes:
    """The workbook after somebody did something to it as a whole."""
    paper = Paper(content)
    edit(paper.book)
    return paper.save()
