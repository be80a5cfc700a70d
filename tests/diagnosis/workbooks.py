"""Filled-in workbooks for the tests: downloaded, typed into as people do, and sent back."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.worksheet.worksheet import Worksheet

from diagnosis.catalogue import framework_for
from diagnosis.models import Assessment, FilledWorkbook
from diagnosis.services.making_workbooks import make_workbook
from diagnosis.services.receiving_workbooks import receive_workbook
from diagnosis.views.reach import document_of
from diagnosis.workbook.book import ANSWER, KEY
from diagnosis.workbook.identity import Identity
from diagnosis.workbook.opening import Cell, Opened
from diagnosis.workbook.slots import slots_of
from gongfu.core import clock
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

    def cell(self, key: str) -> BookCell:
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


def uploaded(opened: Assessment, *, user: User | None = None, **typed: Any) -> FilledWorkbook:
    """A workbook that somebody filled in and uploaded."""
    content = downloaded(opened).type(typed).save()
    person = user or User.objects.get(pk=member_of(opened).user_id)
    return receive_workbook(assessment=opened, upload=as_upload(content), user=person)


def kept_upload(assessment: Assessment, user: User) -> FilledWorkbook:
    """What is kept of an upload with one wrong cell, whatever state the assessment is in."""
    framework = framework_for(assessment)
    identity = Identity(str(assessment.pk), framework.digest, "token", {})
    first = next(iter(framework.questions.values()))
    cells = {slot.key: Cell("1", "D3", "f", "=1") for slot in slots_of(first)}
    opened = Opened(identity, cells)
    kept, _created = FilledWorkbook.objects.update_or_create(
        assessment=assessment,
        by=user,
        defaults={
            "file_name": "a.xlsx",
            "digest": "0" * 64,
            "content": opened.as_json(),
            "uploaded_at": clock.now(),
        },
    )
    return kept


def send(browser: Client, opened: Assessment, content: bytes, name: str = "answers.xlsx") -> Any:
    """Upload as the form does."""
    return browser.post(f"/assessments/{opened.pk}/workbook/", {"file": as_upload(content, name)})


def with_edits(content: bytes, edit: Callable[[Workbook], object]) -> bytes:
    """The workbook after somebody did something to it as a whole."""
    paper = Paper(content)
    edit(paper.book)
    return paper.save()
