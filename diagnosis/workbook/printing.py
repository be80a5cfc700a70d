"""What every sheet of the workbook shares: texts that stay texts, locks, and paper."""

from typing import Any

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from gongfu.core.spreadsheets import ILLEGAL

LONGEST = 32_000  # letters in a cell


def put(cell: Cell, text: str, **looks: Any) -> Cell:
    """Write text that no program takes for a formula."""
    if text:
        cell.value = ILLEGAL.sub("", text)[:LONGEST]
        cell.data_type = "s"
    for name, value in looks.items():
        setattr(cell, name, value)
    return cell


def protect(sheet: Worksheet) -> None:
    """Lock what is not to be filled in, without a password; widths may be changed."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def set_up_print(sheet: Worksheet, orientation: str) -> None:
    """A4, as wide as the page, with numbered pages."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = "&P / &N"
