"""Texts from outside stay texts, and what cannot be drawn is refused by name."""

import dataclasses
import re
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from reports.document import render as engine
from reports.document.printable import LONGEST_TEXT, TextTooLong, UnmappedCharacters, clean, plain
from reports.document.render import render, unmapped
from reports.document.sample import everything, full
from tests.reports.document.paper import text_of

PAYLOADS = [
    '#read("/etc/passwd")', '#eval("1+1")', '#import "theme.typ"',
    "*bold* _em_ `raw` $x^2$ <label> @ref", "= Heading\n- item",
    "\\u{41} // comment /* more */", "{n} {name} {code}",
]  # fmt: skip
MACHINE_FIELDS = {
    "kind", "voice", "status", "choice", "serves", "digest", "inputs", "passport", "url", "ref",
    "requires", "measures",
}  # fmt: skip


def with_name(name):
    context = full("zh")
    return dataclasses.replace(context, firm=dataclasses.replace(context.firm, name_zh=name))


def infected(value, payload):
    """The same context with the payload in every text that is neither a number nor a code word."""
    if isinstance(value, str):
        return value if re.fullmatch(r"[-\d./]*", value) else payload
    if isinstance(value, tuple):
        return tuple(infected(child, payload) for child in value)
    if dataclasses.is_dataclass(value):
        texts = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        changed = {k: infected(v, payload) for k, v in texts.items() if k not in MACHINE_FIELDS}
        return dataclasses.replace(value, **changed)
    return value


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_every_text_prints_as_plain_text(payload, tmp_path):
    text = text_of(render(infected(everything("zh"), payload), "zh"), tmp_path)
    assert text.count("".join(payload.split())) > 50
    assert "root:" not in text


def test_templates_neither_evaluate_nor_read_files():
    for path in Path(engine.HERE, "template").glob("*.typ"):
        source = path.read_text("utf-8")
        assert not re.search(r"\b(eval|read|plugin|csv|yaml|xml|toml)\(", source), path.name
        assert set(re.findall(r'json\("(.+?)"\)', source)) <= {"data.json", "strings.json"}


@pytest.mark.parametrize("char", ["𬭎", "䶮", "龑", "〇", "★", "㛃", "𠅤"])
def test_rare_characters_are_drawn(char, tmp_path):
    name = f"上海{char}器厂"
    assert name in text_of(render(with_name(name), "zh"), tmp_path)


def test_a_character_without_glyph_is_refused_with_its_place():
    with pytest.raises(UnmappedCharacters) as refusal:
        render(with_name("上海𪚥厂"), "zh")
    assert refusal.value.places == [("𪚥", "report.firm.name_zh")]
    assert "U+2A6A5" in str(refusal.value)


def test_a_lone_surrogate_is_refused_as_well():
    with pytest.raises(UnmappedCharacters):
        render(with_name("上海\ud800厂"), "zh")


def test_a_name_can_be_asked_about_before_it_is_stored():
    assert unmapped("上海𬭎厂") == []
    assert unmapped("上海𪚥厂🏭") == ["𪚥", "🏭"]


def test_controls_and_bidi_marks_do_not_reach_the_paper(tmp_path):
    name = "上海\u202e工夫\u2066\u200d厂\x00\x1b"
    assert clean(name) == "上海工夫厂"
    text = text_of(render(with_name(name), "zh"), tmp_path)
    assert "上海工夫厂" in text


def test_text_is_composed_before_it_is_printed():
    assert clean("Cafe\u0301") == "Café"


def test_a_text_beyond_all_measure_is_refused_with_its_place():
    with pytest.raises(TextTooLong, match=r"report\.firm\.name_zh has 20001 characters"):
        plain(with_name("厂" * (LONGEST_TEXT + 1)))


@pytest.mark.parametrize("char", ["A", "厂"])
def test_a_very_long_word_stays_on_its_page(char, tmp_path):
    context = full("zh")
    answer = dataclasses.replace(context.answers[0].answers[0], chosen=(char * LONGEST_TEXT,))
    group = dataclasses.replace(context.answers[0], answers=(answer,))
    text = text_of(render(dataclasses.replace(context, answers=(group,)), "zh"), tmp_path)
    assert text.count(char) >= LONGEST_TEXT


def test_an_extra_font_folder_draws_what_the_shipped_face_lacks(tmp_path):
    folder = tmp_path / "fonts"
    folder.mkdir()
    one_glyph_font(folder / "rare.ttf", "𪚥")
    assert unmapped("𪚥", extra_fonts=folder) == []
    pdf = render(with_name("上海𪚥厂"), "zh", extra_fonts=folder)
    assert "上海𪚥厂" in text_of(pdf, tmp_path)


def one_glyph_font(path, char):
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((900, 0), (900, 800), (100, 800)):
        pen.lineTo(point)
    pen.closePath()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "rare"])
    font.setupCharacterMap({ord(char): "rare"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "rare": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "rare": (1000, 100)})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Rare", "styleName": "Regular", "psName": "Rare"})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    font.setupPost()
    font.save(path)
