"""How the workbook looks: few colours, pale, so that they survive a photocopier."""

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from gongfu.core.languages import short

INK, GREY, RED = "FF1F2933", "FF616E7C", "FFB42318"
FACES = {"zh": "Microsoft YaHei", "en": "Calibri"}
WIDTHS = {"A": 4, "B": 6, "C": 44, "D": 34, "E": 12, "F": 54}

TO_FILL = PatternFill("solid", start_color="FFFFF7D6")
LATER = PatternFill("solid", start_color="FFF1F3F5")
WRONG = PatternFill("solid", start_color="FFFAD4D0")
BAND = PatternFill("solid", start_color="FFE3EDF7")
HEAD = PatternFill("solid", start_color="FF1F4E79")

THIN = Side("thin", color="FFC9D1D9")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
TOP = Border(top=THIN)
WRAPPED = Alignment(wrap_text=True, vertical="top")
INDENTED = Alignment(wrap_text=True, vertical="top", indent=2)
CENTRED = Alignment(horizontal="center", vertical="top")
RIGHT = Alignment(horizontal="right", vertical="top")
OPEN = Protection(locked=False)


def face(*, bold: bool = False, size: int = 10, color: str = INK) -> Font:
    """The typeface of the reader's language."""
    return Font(name=FACES[short()], size=size, bold=bold, color=color)
