"""Register files made for tests: sound rows, and rows with one planted fault each."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle, islice
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from enterprises.register.models import RegisterImport
from enterprises.register.services.applying import start_applying
from enterprises.register.services.receiving import receive_file
from enterprises.register.uscc import ALPHABET, make_uscc
from gongfu.core import jobs
from gongfu.core.actor import Actor

HEADERS = (
    "统一社会信用代码", "企业名称", "英文名称", "所在区", "行业代码", "从业人员",
    "营业收入（万元）", "生产类型", "地址", "联系人", "联系电话", "电子邮箱",
)  # fmt: skip
DISTRICTS = ("浦东新区", "310114", "闵行", "Songjiang", "上海市宝山区")
INDUSTRIES = ("3670", "C35", "38", "汽车制造业", "3973")
Row = list[str]


def sound_row(serial: int) -> Row:
    return [
        make_uscc("91310115MA2", serial),
        f"样例{serial}号精密机械（模拟）",
        f"Sample Machinery {serial}",
        DISTRICTS[serial % len(DISTRICTS)],
        INDUSTRIES[serial % len(INDUSTRIES)],
        str(20 + serial % 900),
        f"{1000 + serial * 7:,}.50",
        "离散",
        f"样例路{serial}号",
        "陈敏",
        "021-12345678",
        f"firm{serial}@example.com",
    ]


def _put(place: int, value: str | Callable[[str], str]) -> Callable[[Row], None]:
    def change(row: Row) -> None:
        row[place] = value(row[place]) if callable(value) else value

    return change


def _other_check(code: str) -> str:
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]


# Fault code -> how a sound row gets it.
PLANTED: dict[str, Callable[[Row], None]] = {
    "uscc_check": _put(0, _other_check),
    "uscc_letters": _put(0, lambda code: f"{code[:8]}O{code[9:]}"),
    "uscc_length": _put(0, lambda code: code[:-1]),
    "uscc_old_number": _put(0, "310115000123456"),
    "district_unknown": _put(3, "苏州市"),
    "industry_unknown": _put(4, "9999"),
    "number": _put(5, "三百"),
    "number_unit": _put(5, "约300人"),
    "negative": _put(6, "-12.5"),
    "fraction": _put(5, "12.5"),
    "formula": _put(6, "=SUM(A1:A9)"),
    "too_long": _put(1, "长" * 81),
    "missing": _put(1, " "),
    "email": _put(11, "nobody at example"),
    "phone": _put(10, "请打前台"),
    "process_type": _put(7, "混合"),
}


def planted_file(rows: int, faults: int) -> tuple[list[Row], dict[int, str]]:
    """Return rows and the expected fault of each refused row by its number in the sheet.

    Half a dozen of the faults are pairs of rows with one code.
    """
    table = [sound_row(serial) for serial in range(rows)]
    kinds = islice(cycle(PLANTED.items()), faults - 12)
    step = rows // faults
    expected: dict[int, str] = {}
    for index, (code, plant) in enumerate(kinds):
        plant(table[index * step])
        expected[index * step + 2] = code
    for pair in range(6):
        first, second = rows - 1 - 2 * pair, rows - 2 - 2 * pair
        table[second][0] = table[first][0]
        expected[first + 2] = expected[second + 2] = "uscc_twice"
    return table, expected


def as_csv(
    rows: Iterable[Sequence[str]], *, headers: Sequence[str] = HEADERS, encoding: str = "utf-8"
) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([headers, *rows])
    return buffer.getvalue().encode(encoding)


def as_xlsx(
    rows: Iterable[Sequence[Any]], *, headers: Sequence[str] = HEADERS, text: bool = True
) -> bytes:
    """A workbook whose texts stay texts; with `text=False` openpyxl makes formulas of `=...`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [headers, *rows]:
        cells = [WriteOnlyCell(sheet, value) for value in row]
        for cell in cells:
            if text and isinstance(cell.value, str):
                cell.data_type = "s"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def run_jobs() -> None:
    jobs.run_until_empty("bulk", heartbeat=False)


def uploaded(data: bytes, actor: Actor, name: str = "名单.csv") -> RegisterImport:
    """Upload and check a file."""
    found = receive_file(file=SimpleUploadedFile(name, data), actor=actor)
    run_jobs()
    found.refresh_from_db()
    return found


def applied(data: bytes, actor: Actor) -> RegisterImport:
    """Upload, check and apply a file."""
    found = uploaded(data, actor)
    assert found.state == RegisterImport.State.CHECKED, found.problem
    start_applying(register_import=found, actor=actor)
    run_jobs()
    found.refresh_from_db()
    return found
