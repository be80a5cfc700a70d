"""A framework as a workbook: nothing is lost on the way there and back, and faults are located."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook

from diagnosis.catalogue import shipped_files
from diagnosis.drafting.files import Files, Trees, read_trees
from diagnosis.drafting.starting import BLANK
from diagnosis.drafting.workbook.book import read_book, workbook_file
from diagnosis.drafting.workbook.exporting import to_sheets
from diagnosis.drafting.workbook.faults import Faulty
from diagnosis.drafting.workbook.importing import from_rows
from diagnosis.services.publishing import samples_beside, texts_beside
from gongfu.core.workbooks.reading import Row
from tests.diagnosis.test_draft_writing import TREES

KNOWN = "ref points max weight parts questions options rows fields item when names conditions is"
KEYS = some.sampled_from([*KNOWN.split(), "key", "levels", "not a key", "in part", "[zh]", "a.b"])
REFS = some.sampled_from(["q1", "q2", "A", "B", "base", "total", ""])
VALUES = TREES | REFS | some.dictionaries(KEYS, TREES, max_size=3)
ITEMS = some.lists(
    some.dictionaries(KEYS, VALUES, max_size=3)
    | some.fixed_dictionaries({"ref": REFS}, optional={"max": VALUES, "parts": VALUES})
    | some.fixed_dictionaries(
        {"ref": REFS, "options": some.lists(some.fixed_dictionaries({"ref": REFS}), max_size=3)},
        optional={"rows": some.lists(REFS, max_size=3), "fields": VALUES},
    ),
    max_size=4,
)
LISTS = ["sources", "profile", "sections", "levels", "checks", "questions", "parts"]
WORDS = some.dictionaries(
    some.sampled_from(["name", "parts", "questions", "levels", "conditions", "a.b"]),
    TREES
    | some.dictionaries(
        REFS,
        TREES
        | some.dictionaries(
            some.sampled_from(["text", "options", "option_help", "rows", "fields"]),
            TREES | some.dictionaries(REFS, TREES, max_size=2),
            max_size=3,
        ),
        max_size=2,
    ),
    max_size=4,
)
FRAMEWORKS = some.builds(
    Trees,
    some.dictionaries(
        some.sampled_from([*LISTS, "scales", "format", "odd key"]),
        VALUES | ITEMS | some.dictionaries(REFS, ITEMS, max_size=2),
        max_size=6,
    ),
    some.dictionaries(some.sampled_from(["zh", "en"]), WORDS, max_size=2),
    some.dictionaries(some.sampled_from(["samples", "note"]), VALUES | ITEMS, max_size=2),
)


def shipped(path) -> Files:
    return Files(path.read_text(encoding="utf-8"), texts_beside(path), samples_beside(path))


def rows_of(trees: Trees) -> list[Row]:
    """The rows as the child would give them."""
    rows = []
    for sheet in to_sheets(trees):
        headers = sheet.headers
        rows.append(Row(sheet.name, 1, [("t", header) for header in headers]))
        for number, row in enumerate(sheet.rows, start=2):
            rows.append(Row(sheet.name, number, [("t", row.get(key, "")) for key in headers]))
    return rows


@pytest.mark.parametrize("path", shipped_files(), ids=lambda path: path.stem)
def test_a_shipped_release_comes_back_whole(path):
    trees = read_trees(shipped(path))
    assert read_book(workbook_file(trees).read())[0] == trees


def test_a_key_of_a_complaint_leads_to_its_row():
    _trees, places = read_book(workbook_file(read_trees(BLANK)).read())
    found = [places.find(key) for key in ("questions[1].options[2].points", "parts[1]", "no.such")]
    assert found == ["sheet options, row 3", "sheet parts, row 2", ""]


@settings(max_examples=400, deadline=None)
@given(FRAMEWORKS)
def test_whatever_a_draft_holds_comes_back(trees):
    back, _places = from_rows(rows_of(trees))
    assert back == trees


@pytest.mark.parametrize(
    "text",
    ["=1+1", " blanks ", "two\nlines", "tab\tbed", "_x0041_", "x" * 70_000, "不适用", "", "[a]"],
)
def test_odd_texts_survive_the_file_itself(text):
    trees = read_trees(BLANK)
    trees.rules["note"] = {"deep": [text, {"deeper": text}], "plain": text}
    trees.texts["zh"]["questions"]["q1"]["options"]["A"] = text
    assert read_book(workbook_file(trees).read())[0] == trees


def test_keys_that_the_format_does_not_know_yet_have_columns():
    trees = read_trees(BLANK)
    trees.rules["questions"][0] |= {"shown_when": {"answer": "q0", "is": ["A"]}, "rows": ["r1"]}
    trees.texts["en"]["questions"]["q1"]["rows"] = {"r1": "First row"}
    sheets = {sheet.name: sheet for sheet in to_sheets(trees)}
    assert "shown_when.is (list)" in sheets["questions"].headers
    assert sheets["rows"].rows == [{"in question": "q1", "item": "r1", "[en]": "First row"}]


def test_words_of_both_languages_stand_side_by_side():
    [parts] = [sheet for sheet in to_sheets(read_trees(BLANK)) if sheet.name == "parts"]
    assert parts.headers[-4:] == ["name [zh]", "name [en]", "short [zh]", "short [en]"]


def changed(sheet: str, cell: str, value: object) -> bytes:
    book = load_workbook(workbook_file(read_trees(BLANK)))
    book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "fault"),
    [
        ("options", "C3", "=40+10", "sheet options, row 3: points: expected a value, found a form"),
        ("options", "A3", "q9", "sheet options, row 3: in question: expected the ref of one row"),
        ("options", "C1", "points?", "sheet options, row 1: points?: expected the head of a col"),
        ("options", "C1", "ref", "sheet options, row 1: ref: expected this column once"),
        ("options", "J2", "x", "sheet options, row 2: expected a head above every value, found x"),
        ("samples", "C2", "{a", "sheet samples, row 2: expect (yaml): expected valid YAML"),
        ("parts", "B1", "in part", "sheet parts, row 2: in part: expected the ref of a part above"),
        ("release", "A3", None, "sheet release, row 3: key: expected a key"),
        ("levels", "B2", None, "sheet levels, row 2: gist [zh]: expected words only beside"),
    ],
)
def test_a_fault_is_named_by_sheet_row_and_column(sheet, cell, value, fault):
    with pytest.raises(Faulty, match=re.escape(fault)):
        read_book(changed(sheet, cell, value))


def test_a_misspelt_sheet_is_named():
    book = load_workbook(workbook_file(read_trees(BLANK)))
    book["options"].title = "option"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Faulty, match="sheet option: expected one of the sheets release, sources"):
        read_book(out.getvalue())


def test_numbers_typed_as_numbers_are_read_as_they_look():
    trees, _places = read_book(changed("options", "C3", 0.5))
    assert trees.rules["questions"][0]["options"][1]["points"] == "0.5"


@pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", b"", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(Faulty):
        read_book(content)
