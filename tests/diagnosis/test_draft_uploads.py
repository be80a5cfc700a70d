"""What an author may upload, and how each refusal reads."""

import io
import zipfile

import pytest

from diagnosis.drafting.files import read_trees
from diagnosis.drafting.starting import BLANK
from diagnosis.drafting.unpacking import NotTaken, Upload
from diagnosis.drafting.uploads import take_uploads, zip_file
from diagnosis.drafting.workbook.book import workbook_file

RULES = Upload("rules.yaml", BLANK.rules.encode())
CHINESE = Upload("words.yaml", BLANK.texts["zh"].encode())
ENGLISH = Upload("more.yaml", BLANK.texts["en"].encode())
SHEETS = Upload("sheets.yml", BLANK.samples.encode())


def archive(*uploads: Upload) -> Upload:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for upload in uploads:
            packed.writestr(*upload)
    return Upload("all.zip", out.getvalue())


@pytest.mark.parametrize(
    "uploads",
    [
        [RULES, CHINESE, ENGLISH, SHEETS],
        [Upload("x.zip", zip_file(BLANK, "my-framework-1").read())],
        [archive(SHEETS, RULES), CHINESE, ENGLISH],
    ],
    ids=["files", "an archive of ours", "mixed"],
)
def test_files_are_told_by_what_they_hold(uploads):
    assert take_uploads(uploads, need_rules=True).onto(None) == BLANK


def test_a_workbook_brings_the_whole_framework():
    trees = read_trees(BLANK)
    taken = take_uploads([Upload("x.xlsx", workbook_file(trees).read())], need_rules=True)
    assert read_trees(taken.onto(None)) == trees
    assert taken.places.find("levels.basic.score") == "sheet conditions, row 2"


def test_an_upload_replaces_only_what_it_brings():
    words = Upload("en.yaml", b"language: en\nname: New\n")
    files = take_uploads([words], need_rules=False).onto(BLANK)
    assert (files.rules, files.texts["en"]) == (BLANK.rules, "language: en\nname: New\n")


@pytest.mark.parametrize(
    ("uploads", "said"),
    [
        ([], "Choose a file"),
        ([CHINESE], "none holds the rules"),
        ([RULES, RULES], "rules.yaml: expected one file of each kind"),
        ([Upload("a.yaml", b"format: [")], "a.yaml: line 2: expected valid YAML"),
        ([Upload("a.yaml", b"format: &a x\nb: *a")], "a.yaml: line 1: expected no anchors"),
        ([Upload("a.yaml", b"- x")], "a.yaml: expected a mapping"),
        ([Upload("a.yaml", b"name: x")], "a.yaml: expected rules"),
        ([Upload("a.yaml", b"language: ../x")], "expected a language such as zh"),
        ([Upload("a.yaml", b"#" * 1_000_001)], "a.yaml: expected at most 1 MB"),
        ([archive(*[Upload(f"{n}.yaml", b"language: en") for n in range(12)])], "second one"),
        ([Upload("a.xlsx", b"PK\x03\x04broken")], "a.xlsx: "),
        ([RULES, Upload("a.xlsx", b"PK\x03\x04broken")], "a.xlsx: the archive is damaged"),
    ],
)
def test_a_refusal_names_the_file(uploads, said):
    with pytest.raises(NotTaken) as refusal:
        take_uploads(uploads, need_rules=True)
    assert said in refusal.value.reasons[0]


def test_too_many_files_are_refused():
    many = [Upload(f"{n}.yaml", f"language: a{chr(97 + n)}".encode()) for n in range(13)]
    with pytest.raises(NotTaken, match="at most 12"):
        take_uploads(many, need_rules=False)
