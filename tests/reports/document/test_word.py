"""The copy for Word says what the PDF says, and is a proper document of its own."""

import functools
import io
import re
from itertools import pairwise

import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from reports.document.sample import CASES
from reports.document.word.writing import About, word_of
from tests.reports.document.paper import LANGUAGES, rendered, spaced_text_of, squeezed
from tests.reports.document.test_pages import found_in_order, lines_of

NOTICE = "Only the PDF can be verified, at https://gongfu.example/v/7KQ4M2XD."
CHOSEN = [
    *(("everything", "zh"), ("everything", "en"), ("long_names", "en")),
    *(("many_parts", "zh"), ("nothing", "zh"), ("second_round", "zh")),
]
PLACES = {  # of what our tables and texts set, as the schema orders it; Word refuses another order
    "pPr": ("pStyle", "keepNext", "keepLines", "tabs", "spacing", "ind", "jc"),
    "rPr": ("rStyle", "rFonts", "b", "i", "color", "sz", "szCs", "lang"),
    "trPr": ("cantSplit", "tblHeader"),
    "tcPr": ("tcW", "gridSpan", "vMerge", "shd"),
    "tblPr": ("tblStyle", "tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook"),
    "tbl": ("tblPr", "tblGrid", "tr"),
}
FRACTIONS = re.compile(r"\d+\.\d+")


@functools.cache
def copied(case, lang):
    about = About(
        language=lang,
        number="GF-2026-310114-000128",
        code="7KQ4-M2XD",
        notice=NOTICE,
        issued_at="2026-11-22T10:00:00+08:00",
    )
    return word_of(rendered(case, lang), about)


def opened(case, lang):
    return Document(io.BytesIO(copied(case, lang)))


def words_of(word):
    """All letters of the body in reading order, text of tables and drawings too."""
    body = word.element.body
    found = (
        each.text if each.tag == qn("w:t") else each.get("descr", "")
        for each in body.iter(qn("w:t"), qn("wp:docPr"))
    )
    return " ".join(text or "" for text in found)


def headings_of(pdf):
    """The bookmarks of the PDF, as a reader of it sees them."""

    def walk(items):
        for item in items:
            yield item.title
            yield from walk(item.children)

    with pikepdf.open(io.BytesIO(pdf)) as opened_pdf, opened_pdf.open_outline() as outline:
        return list(walk(outline.root))


@pytest.mark.parametrize(("case", "lang"), CHOSEN)
def test_headings_and_figures_are_those_of_the_pdf(case, lang, tmp_path):
    word, pdf = opened(case, lang), rendered(case, lang)
    styled = [line.text for line in word.paragraphs if line.style.name.startswith("Heading")]
    assert styled == headings_of(pdf)
    figures = set(FRACTIONS.findall(spaced_text_of(pdf, tmp_path, "-raw")))
    assert figures - set(FRACTIONS.findall(words_of(word))) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_passport_reads_line_by_line(lang):
    found_in_order(lines_of(CASES["full"](lang)), squeezed(words_of(opened("full", lang))))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_proves_the_report_is_in_its_copy(lang):
    context, text = CASES["full"](lang), squeezed(words_of(opened("full", lang)))
    for proof in (context.issue.number, context.issue.short_code, context.issue.url, NOTICE,
                  context.release.digest, context.digests.passport):  # fmt: skip
        assert squeezed(proof) in text


def test_a_line_that_ended_for_want_of_room_goes_on_in_word():
    lines = [line.text for line in opened("full", "en").paragraphs]
    assert any("at level 2 (Normalised). Missing for level 3" in line for line in lines)
    assert not any(line.endswith(" ") for line in lines)


def test_heads_of_tables_stand_again_on_each_page():
    tables = opened("full", "zh").element.body.iter(qn("w:tbl"))
    ruled = [table for table in tables if table.find(f".//{qn('w:insideH')}") is not None]
    assert ruled
    for table in ruled:
        assert table.find(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def test_drawings_are_pictures_with_their_words():
    word = opened("everything", "zh")
    said = [each.get("descr") for each in word.element.body.iter(qn("wp:docPr"))]
    assert len(said) == len(word.inline_shapes) == 10
    assert all(said)


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-CN"), ("en", "en-GB")])
def test_fonts_and_language_are_named(lang, tag):
    word = opened("full", lang)
    assert word.core_properties.language == tag
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Table Text"):
        fonts = word.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert fonts.get(qn("w:asciiTheme")) is None


@pytest.mark.parametrize(("case", "lang"), CHOSEN)
def test_headings_go_down_one_level_at_a_time(case, lang):
    styles = [line.style.name for line in opened(case, lang).paragraphs]
    levels = [0, *(int(name[-1]) for name in styles if name.startswith("Heading"))]
    assert all(below <= above + 1 for above, below in pairwise(levels))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_stands_in_the_order_of_the_schema(lang):
    for name, order in PLACES.items():
        for each in opened("everything", lang).element.body.iter(qn(f"w:{name}")):
            found = [order.index(child.tag.split("}")[1]) for child in each]
            assert found == sorted(found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_of_a_table_fills_its_columns(lang):
    for table in opened("everything", lang).element.body.iter(qn("w:tbl")):
        columns = len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))
        for row in table.iter(qn("w:tr")):
            spans = [each.get(qn("w:val")) for each in row.iter(qn("w:gridSpan"))]
            cells = len(row.findall(qn("w:tc")))
            assert cells + sum(map(int, spans)) - len(spans) == columns


def test_a_column_of_drawn_bars_is_left_out_with_its_legend():
    text = words_of(opened("everything", "zh"))
    assert "证据" in text
    assert "得分率 0–100 %" not in text
    assert "企业自评 现场核实" not in text


def test_a_line_stays_with_the_picture_or_table_that_it_introduces():
    lines = opened("everything", "en").paragraphs
    above = [
        line for line in lines if line.text.startswith(("With all solutions", "Each of the 9"))
    ]
    assert len(above) == 2
    assert all(line.paragraph_format.keep_with_next for line in above)
