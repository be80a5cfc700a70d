"""What comes back from spreadsheet programs and people: read right, told by cell, or refused."""

import io
import zipfile
from datetime import date, time
from random import Random

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from diagnosis.answers import answers_of
from diagnosis.maturity.resolving import Reading
from diagnosis.workbook.book import ANSWER, HOW, KEY, Contents, Sources, workbook_file
from diagnosis.workbook.identity import MARK, Identity
from diagnosis.workbook.lines import Lines
from diagnosis.workbook.marks import Marks, is_tick
from diagnosis.workbook.notes import Facts
from diagnosis.workbook.opening import open_workbook
from diagnosis.workbook.slots import all_slots
from diagnosis.workbook.understanding import Understanding
from gongfu.core.languages import django_code
from tests.diagnosis.test_workbook import at, preview, take
from tests.diagnosis.workbooks import Paper, downloaded, send, uploaded
from tests.factories import WORKSHOP, assessment, published
from tests.maturity.random_sheets import random_profile, random_sheet

pytestmark = pytest.mark.django_db

KEYS = [
    *("miit-sme 2024", "gbt-39116-discrete 2020", "gbt-39116-process 2020", WORKSHOP),
    *("eu-dma 2023", "impuls-industrie40 2015", "siri-bands 2020"),
]
SOME = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def written(framework, answers, profile, language) -> bytes:
    with translation.override(django_code(language)):
        reading, texts = Reading(framework, answers, profile), framework.texts(language)
        facts = Facts("厂", "1", texts.name, "2026-12-31", "Wu", "2026-11-22", simulated=True)
        contents = Contents(
            facts=facts,
            identity=Identity("1", framework.digest, "token", {}),
            lines=Lines(framework, texts, reading),
            sources=Sources(lambda slot: slot.content(answers.get(slot.ref))),
        )
        return workbook_file(contents).read()


def understood(framework, content, language="en"):
    opened = open_workbook(content, all_slots(framework))
    return Understanding(framework, framework.texts(language)).of(opened.cells)


# Round trips


@pytest.mark.parametrize("key", KEYS)
@SOME
@given(seed=st.integers(0, 10**6), languages=st.permutations(["zh", "en"]))
def test_any_sheet_comes_back_as_it_went_out(key, seed, languages):
    framework, random = published(key), Random(seed)
    answers = random_sheet(framework, random)
    content = written(framework, answers, random_profile(framework, random), languages[0])
    found = understood(framework, content, languages[1])
    assert [*found.faults, *found.remarks, *found.absent] == []
    assert {ref: value for ref, value in found.values.items() if value is not None} == answers


GARBAGE = [
    *(
        "=1+1",
        "#REF!",
        "\u202e12",
        "<script>",
        "_x0041_",
        "'=1",
        "  ",
        "\u3000",
        "１２",
        "x" * 5_000,
    ),
    *(0, -1, 1e300, 0.1 + 0.2, 1e-9, 10**17, True, False, date(2026, 1, 2), time(3, 4), None),
    *("A", "b.", "2", "√", "none", "以上都没有", "1,200", "12 台", "50%", "NaN", "1e999", "A\nB"),
]


@pytest.mark.parametrize("key", KEYS)
def test_garbage_in_any_cell_is_told_or_taken_and_never_fails(key, firm):
    opened, random = assessment(framework=key), Random(key)
    browser, paper = firm(opened), downloaded(opened)
    for slot in paper.rows():
        if random.random() < 0.7:
            paper.cell(slot).value = random.choice(GARBAGE)
    assert send(browser, opened, paper.save()).status_code == 302
    assert preview(browser, opened).status_code == 200
    assert take(browser, opened).status_code == 200
    assert browser.get(at(opened, "errors/")).status_code == 200


# How people write


def test_an_option_is_known_by_letter_place_or_words_in_either_language():
    framework = published("miit-sme 2024")
    zh, en = (framework.texts(each).question("q5") for each in ("zh", "en"))
    marks = Marks(framework.questions["q5"], zh, [en])
    written = ["C", "c", " Ｃ ", "3", "３", "C.", "C、", zh.options["C"], en.options["C"].upper()]
    written += [marks.labels["C"], f"{marks.labels['C']}  ", f"C  {zh.options['C']}"]
    assert {marks.find(text) for text in written} == {"C"}
    assert {marks.find(text) for text in ("F", "0", "C D", "", "C. 还没有")} == {None}


def test_options_with_numbers_of_their_own_are_never_read_by_place():
    framework = published("miit-sme 2024")
    marks = Marks(framework.questions["s01"], framework.texts("en").question("s01"))
    assert (marks.find("0"), marks.find("3"), marks.find("5")) == ("0", "3", None)


def test_ticks_and_crosses_are_told_apart_and_a_latin_x_is_asked_about():
    assert {is_tick(text) for text in ("√", "✓", "TRUE", "是", "1", "y")} == {True}
    assert {is_tick(text) for text in ("", " ", "×", "否", "0", "FALSE")} == {False}
    assert {is_tick(text) for text in ("x", "X", "maybe", "2")} == {None}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("４８", "48"),
        ("1,200", "1200"),
        (" 48 ", "48"),
        ("48台", "48"),
        (48.0, "48"),
        ("48\u3000", "48"),
    ],
)
def test_numbers_are_read_as_they_are_typed(typed, kept, firm):
    opened = assessment()
    uploaded(opened, **{"q2.equipment_total": typed})
    take(firm(opened), opened)
    assert answers_of(opened)["q2"]["fields"] == {"equipment_total": kept}


def test_a_percentage_is_what_the_cell_shows(firm):
    opened = assessment()
    paper = downloaded(opened).type({"q13.pass_rate_this": 0.985, "q2.equipment_total": 0.5})
    for slot in ("q13.pass_rate_this", "q2.equipment_total"):
        paper.cell(slot).number_format = "0.0%"
    send(firm(opened), opened, paper.save())
    assert "50%" in preview(firm(opened), opened).content.decode()
    take(firm(opened), opened)
    assert answers_of(opened) == {"q13": {"option": None, "fields": {"pass_rate_this": "98.5"}}}


# What people do to the sheet


def test_rows_in_another_order_hidden_or_deleted_are_found_by_their_keys(firm):
    opened = assessment(q8="B", q1=["B"])
    paper = downloaded(opened).type({"q5": "C", "s01": "2"})
    rows, sheet = paper.rows(), paper.sheet
    for column in range(1, 7):  # two questions change places
        one, two = sheet.cell(rows["q5"], column), sheet.cell(rows["s01"], column)
        one.value, two.value = two.value, one.value
    sheet.row_dimensions[rows["s01"]].hidden = True
    sheet.delete_rows(rows["q8"])
    sheet.delete_rows(rows["q1.option.C"])
    send(firm(opened), opened, paper.save())
    page = preview(firm(opened), opened).content.decode()
    assert "2 questions are not in the workbook any more" in page
    take(firm(opened), opened)
    assert answers_of(opened) == {"q1": ["B"], "q5": "C", "q8": "B", "s01": "2"}


def test_what_was_added_is_passed_over_with_a_note(firm):
    opened = assessment()
    paper = downloaded(opened).type({"q5": "C"})
    last = paper.sheet.max_row + 2
    paper.sheet.cell(last, ANSWER).value = "signed, Wu"
    paper.sheet.cell(last + 1, KEY).value = "q99"
    paper.sheet.cell(last + 1, ANSWER).value = "A"
    paper.book.create_sheet("Scrap")["A1"] = "12 + 30"
    send(firm(opened), opened, paper.save())
    page = preview(firm(opened), opened).content.decode()
    assert "passed over: Scrap" in page
    assert f"passed over: Answer sheet D{last}" in page
    assert f"passed over: Answer sheet D{last + 1}" in page
    assert "Take 1 answer" in page


def test_sheets_and_columns_may_be_moved_and_renamed(firm):
    opened = assessment()
    paper = downloaded(opened).type({"q5": "C"})
    paper.sheet.insert_cols(3)
    paper.sheet.title = "ours"
    paper.book.move_sheet("ours", 2)
    send(firm(opened), opened, paper.save())
    assert "Take 1 answer" in preview(firm(opened), opened).content.decode()


# What is refused whole


def edited(opened, edit):
    paper = downloaded(opened)
    edit(paper.book)
    return paper.save()


def plain_book(_opened) -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def without_head(book):
    book.worksheets[1].delete_rows(1)
    book.worksheets[1].delete_rows(1)


def of_old_format(book):
    book[MARK]["B1"] = "0"


def of_other_release(book):
    book[MARK]["B3"] = "0" * 64


def bomb(_opened) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 120_000_000)
    return out.getvalue()


REFUSED = {
    "nothing": (lambda opened: b"", "The file is empty"),
    "csv": (lambda opened: "题,答案\nq5,C\n".encode(), "This is not an Excel workbook"),
    "old": (lambda opened: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "old format"),
    "half": (lambda opened: downloaded(opened).save()[:3_000], "damaged"),
    "foreign": (plain_book, "was not made here"),
    "headless": (lambda opened: edited(opened, without_head), "hidden first row"),
    "outdated": (lambda opened: edited(opened, of_old_format), "another version of the platform"),
    "release": (lambda opened: edited(opened, of_other_release), "another version of the question"),
    "bomb": (bomb, "far larger inside"),
    "large": (lambda opened: b"PK\x03\x04" + b"0" * 4 * 1024 * 1024, "larger than 4 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_none_of_ours_is_refused_with_its_reason(name, firm):
    opened = assessment(q5="B")
    make, said = REFUSED[name]
    response = send(firm(opened), opened, make(opened), "../../evil\u202e.xlsx")
    assert response.status_code == 422
    page = response.content.decode()
    assert "Not taken: " in page
    assert said in page
    assert 'aria-invalid="true"' in page
    assert preview(firm(opened), opened).status_code == 404


def test_an_upload_without_a_file_asks_for_one(firm):
    opened = assessment()
    response = firm(opened).post(at(opened), {})
    assert response.status_code == 422
    assert "The file is empty" in response.content.decode()


# What the workbook is


def test_every_cell_is_locked_but_those_to_fill_in_and_each_of_them_is_checked():
    paper = downloaded(assessment(framework=WORKSHOP))
    sheet, rows = paper.sheet, set(paper.rows().values())
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    checked = {
        row
        for check in sheet.data_validations.dataValidation
        for area in check.sqref.ranges
        for row in range(area.min_row, area.max_row + 1)
    }
    assert checked == rows
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            assert cell.protection.locked != (cell.column == ANSWER and cell.row in rows)


def test_conditions_units_and_printing_are_there():
    paper = downloaded(assessment(framework=WORKSHOP))
    sheet = paper.sheet
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(text.startswith("Asked only where") for text in texts)
    assert sheet.cell(paper.rows()["robots.robots"], HOW).value == "robots"
    assert (sheet.page_setup.paperSize, sheet.freeze_panes) == (9, "A3")
    assert [each.sheet_state for each in paper.book.worksheets] == [
        *("visible", "visible", "hidden", "veryHidden")
    ]


def test_no_text_of_ours_or_theirs_is_a_live_formula():
    opened = assessment(framework=WORKSHOP, use={"option": "N", "reason": "=1+1"})
    opened.enterprise.name_en = "=cmd|calc"
    opened.enterprise.save()
    book = Paper(downloaded(opened).save()).book
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
