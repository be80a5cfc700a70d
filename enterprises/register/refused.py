"""Files that go back to the person: the refused rows with their reasons, and the empty template."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from enterprises.register.faults import fault_text
from enterprises.register.models import ImportRow, RegisterImport
from enterprises.register.reading.columns import template_headers
from gongfu.core.languages import short
from gongfu.core.spreadsheets import Value

# As this file was called in either language when it came from us before.
OWN_HEADERS = {"文件行号", "退回原因", "Row in the file", "Why it was refused"}
# An example that is left in the file is refused for its code.
EXAMPLE = {
    "zh": (
        "91310115XXXXXXXXXX", "样例精密机械有限公司（示例行，请删除）", "Sample Machinery",
        "浦东新区", "3670", "320", "21500", "是", "离散", "样例路 1 号", "陈敏",
        "021-12345678", "name@example.com",
    ),
    "en": (
        "91310115XXXXXXXXXX", "样例精密机械有限公司（示例行，请删除）",
        "Sample Machinery (example, please delete)", "Pudong", "3670", "320", "21500", "yes",
        "discrete", "1 Sample Road", "Chen Min", "021-12345678", "name@example.com",
    ),
}  # fmt: skip


def refused_rows(register_import: RegisterImport) -> Iterator[list[Value]]:
    """Yield the header and each refused row as it was, with its number and the reasons after it."""
    headers = [header for header, _field in register_import.columns]
    kept = [index for index, header in enumerate(headers) if header not in OWN_HEADERS]
    yield [*(headers[index] for index in kept), *_own_headers()]
    lines = register_import.lines.filter(outcome=ImportRow.Outcome.REFUSED).order_by("number")
    for line in lines.iterator(chunk_size=500):
        cells = [line.raw[index] if index < len(line.raw) else "" for index in kept]
        yield [*cells, line.number, reasons(line)]


def reasons(line: ImportRow) -> str:
    """All faults of a row in one cell, each with its column."""
    faults = [fault for fault in line.faults if not fault["remark"]]
    return " | ".join(
        f"{fault['column']}: {fault_text(fault)}" if fault["column"] else fault_text(fault)
        for fault in faults
    )


def template_rows() -> Iterator[list[Value]]:
    """Yield the header that is surely recognised, and one example."""
    language = short()
    unit = _("10,000 yuan")
    headers = template_headers(language)
    yield [f"{word} ({unit})" if name == "revenue" else word for name, word in headers.items()]
    yield list(EXAMPLE[language])


def _own_headers() -> list[str]:
    return [_("Row in the file"), _("Why it was refused")]
