"""How a report looks in Word: real styles, named fonts, the language of the document."""

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

LATIN, CHINESE = "Arial", "Microsoft YaHei"
INK, MAIN, SOFT = RGBColor(0x17, 0x24, 0x2D), RGBColor(0x12, 0x40, 0x5C), RGBColor(0x52, 0x62, 0x6D)
TAGS = {"zh": "zh-CN", "en": "en-GB"}
# Name, size, colour, bold, points above and below.
STYLES = (
    ("Normal", 10, INK, False, 0, 6),
    ("Title", 26, MAIN, True, 0, 6),
    ("Heading 1", 18, MAIN, True, 22, 8),
    ("Heading 2", 12.5, MAIN, True, 14, 5),
    ("List Bullet", 10, INK, False, 0, 3),
    ("List Number", 10, INK, False, 0, 3),
    ("Caption", 8.5, SOFT, False, 2, 8),
    ("Note", 8.5, SOFT, False, 2, 6),
    ("Table Text", 9, INK, False, 2, 2),
    ("Beside", 9, INK, False, 1, 2),
    ("Contents", 9, INK, False, 0, 0),
    ("Gap", 4, INK, False, 0, 2),
    ("Header", 8, SOFT, False, 0, 0),
    ("Footer", 8, SOFT, False, 0, 0),
)
KEPT_WITH_NEXT = {"Heading 1", "Heading 2"}


def dress(word: Word, language: str) -> None:
    """Page, styles and language of an empty document."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(23), Mm(19)
    for name, size, colour, bold, above, below in STYLES:
        style = _style(word, name)
        _letters(style, size, colour, bold=bold)
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(above),
            Pt(below),
        )
        style.paragraph_format.keep_with_next = name in KEPT_WITH_NEXT
    for name in ("Header", "Footer"):
        stops = word.styles[name].paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(section.page_width - 2 * section.left_margin, WD_TAB_ALIGNMENT.RIGHT)
    _speak(word, TAGS[language])


def _style(word: Word, name: str) -> ParagraphStyle:
    names = {style.name for style in word.styles}
    if name in names:
        return word.styles[name]
    return word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)


def _letters(style: ParagraphStyle, size: float, colour: RGBColor, *, bold: bool) -> None:
    """Fonts by name for each script; a theme's font would go before them."""
    font = style.font
    font.name, font.size, font.bold, font.italic = LATIN, Pt(size), bold, False
    font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), CHINESE)


def _speak(word: Word, tag: str) -> None:
    """The language that spelling and reading aloud go by."""
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:eastAsia"), "zh-CN")
    word.core_properties.language = tag
