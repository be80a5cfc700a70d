"""Read single cells of a register file: each function returns a clean value or raises CellFault."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from enterprises.register.faults import CellFault
from enterprises.register.reading.encodings import is_garbled
from enterprises.register.reading.tables import Cell, Kind
from enterprises.register.uscc import LENGTH, SHAPE, is_valid_uscc, likely_meant, strange_letters
from gongfu.core.errors import Invalid
from gongfu.core.inputs import clean_text, parse_number
from gongfu.core.spreadsheets import unshielded

CENT = Decimal("0.01")
MOST_STAFF = 2_000_000
MOST_REVENUE = Decimal(99_999_999_999)  # 10,000 yuan
YES = {"是", "yes", "y", "true", "1", "规上", "√", "对", "有"}
NO = {"否", "no", "n", "false", "0", "规下", "×", "非规上", "无"}
PROCESS_TYPES = {
    "discrete": {"discrete", "离散", "离散型", "离散制造"},
    "process": {"process", "流程", "流程型", "流程制造"},
}
PHONE = re.compile(r"[0-9+()\- 转extEXT.#/,;、]{5,40}")
NUMBER_INSIDE = re.compile(r"\d")
_is_email = EmailValidator()


def plain(cell: Cell) -> str:
    """The text of a cell that may hold no formula and no error value."""
    if cell.kind is Kind.FORMULA or (cell.kind is Kind.TEXT and cell.text.startswith("=")):
        raise CellFault("formula")
    if cell.kind is Kind.ERROR:
        raise CellFault("error_value")
    return unicodedata.normalize("NFKC", _cleaned(cell.text))


def text(cell: Cell, limit: int) -> str:
    """Free text; a text cell that begins with `=` is text, as the spreadsheet says."""
    if cell.kind is Kind.FORMULA:
        raise CellFault("formula")
    if cell.kind is Kind.ERROR:
        raise CellFault("error_value")
    cleaned = _cleaned(unshielded(cell.text))
    if is_garbled(cleaned):
        raise CellFault("garbled")
    if len(cleaned) > limit:
        raise CellFault("too_long", length=len(cleaned), limit=limit)
    return cleaned


def _cleaned(raw: str) -> str:
    try:
        return clean_text(raw)
    except Invalid as error:
        code = "too_long" if len(raw) > 10_000 else "control_characters"
        raise CellFault(code, length=len(raw), limit=10_000) from error


def uscc(cell: Cell) -> str:
    """A valid credit code in capitals, without blanks and hyphens."""
    code = re.sub(r"[\s\-]", "", plain(cell)).upper()
    if cell.kind is Kind.NUMBER:
        raise CellFault("uscc_number")
    if len(code) == 15 and code.isdigit():
        raise CellFault("uscc_old_number")
    if len(code) != LENGTH:
        raise CellFault("uscc_length", length=len(code))
    if strange := strange_letters(code):
        raise CellFault("uscc_letters", letters=strange, likely=likely_meant(code))
    if not SHAPE.fullmatch(code):
        raise CellFault("uscc_area")
    if not is_valid_uscc(code):
        raise CellFault("uscc_check")
    return code


def staff(cell: Cell) -> int:
    value = _number(cell)
    if value != value.to_integral_value():
        raise CellFault("fraction")
    if value > MOST_STAFF:
        raise CellFault("too_high", limit=f"{MOST_STAFF:,}")
    return int(value)


def revenue(cell: Cell, unit: Decimal) -> Decimal:
    """The exact value in 10,000 yuan; the caller rounds."""
    value = _number(cell) * unit
    if value > MOST_REVENUE:
        raise CellFault("too_high", limit=f"{MOST_REVENUE:,}")
    return value


def rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def _number(cell: Cell) -> Decimal:
    written = plain(cell)
    try:
        value = parse_number(written)
    except Invalid as error:
        words = NUMBER_INSIDE.search(written) and written[:1] not in "-−"
        raise CellFault("number_unit" if words else "number") from error
    if value < 0:
        raise CellFault("negative")
    return value


def yes_no(cell: Cell) -> bool:
    word = plain(cell).casefold()
    if word in YES | NO:
        return word in YES
    raise CellFault("yes_no")


def process_type(cell: Cell) -> str:
    word = plain(cell).casefold()
    for name, words in PROCESS_TYPES.items():
        if word in words:
            return name
    raise CellFault("process_type")


def email(cell: Cell) -> str:
    address = text(cell, 254)
    try:
        _is_email(address)
    except ValidationError as error:
        raise CellFault("email") from error
    return address


def phone(cell: Cell) -> str:
    number = unicodedata.normalize("NFKC", text(cell, 40))
    if not PHONE.fullmatch(number) or sum(map(str.isdigit, number)) < 5:
        raise CellFault("phone")
    return number
