"""Files that somebody might try: as data, each with how it is called, what is in it, and the reason
with which it is refused; and strange ones that are taken, because nothing in them can run here."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SCRIPT = b"<html><script>document.title='executed'</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='document.title=\"executed\"'/>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
GIF = b"GIF89a/*\x00" + b"*/=1;document.title='executed'"
MEGABYTE = 1024 * 1024

EMPTY = "is empty"
TYPE = "type is not accepted"
DAMAGED = "damaged or not what its name says"
MACRO = "macros"
BOMB = "far larger than it looks"
HUGE = "pixels"
LOCKED = "password"


class Hostile(NamedTuple):
    """A file, and a piece of the reason with which it is refused."""

    name: str
    content: Callable[[], bytes]
    reason: str


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(width: int = 2, height: int = 2, *extra: bytes) -> bytes:
    """A picture in black, with further chunks."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    lines = min(height, 2000)
    rows = chunk(b"IDAT", zlib.compress((b"\x00" * (1 + 3 * min(width, 2000))) * lines))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + rows + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2, comment: bytes = b"") -> bytes:
    said = struct.pack(">HH", 0xFFFE, len(comment) + 2) + comment if comment else b""
    frame = struct.pack(">HHBHHB", 0xFFC0, 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + said + frame + b"\xff\xd9"


def office(
    part: str = "word/document.xml", types: str = "<Types/>", **members: str | bytes
) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(part, "<document/>")
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def linked() -> bytes:
    """A package with a symbolic link in it."""
    file = io.BytesIO(office())
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("word/media/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def lying() -> bytes:
    """A package whose directory says that its members are smaller than they are."""
    content = bytearray(office(**{"word/big.xml": b"0" * 5_000_000}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(content)


def sharing() -> bytes:
    """A package of which many members are the same bytes."""
    plain = office(**{"word/a.xml": bytes(range(256)) * 4000})
    end = plain.rfind(b"PK\x05\x06")
    count, size, start = struct.unpack("<HII", plain[end + 10 : end + 20])
    last = plain.rfind(b"PK\x01\x02", 0, end)
    entries = plain[start : start + size] + plain[last : start + size] * 300
    tail = struct.pack("<HHII", count + 300, count + 300, len(entries), start)
    return plain[:start] + entries + plain[end : end + 8] + tail + b"\x00\x00"


def encrypted() -> bytes:
    """A package whose members say that they are encrypted."""
    content = bytearray(office())
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def archived_at_the_end(picture: bytes, ending: bytes) -> bytes:
    """A picture with an archive behind it, whose comment ends as a picture does."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("evil.js", "1")
        archive.comment = ending
    return picture + file.getvalue()


END_OF_PNG, END_OF_JPEG = b"\x00\x00\x00\x00IEND\xaeB`\x82", b"\xff\xd9"

HOSTILE = {
    "SVG with script": Hostile("logo.svg", lambda: SVG, "kind of picture"),
    "SVG as PNG": Hostile("logo.png", lambda: SVG, DAMAGED),
    "HTML": Hostile("page.html", lambda: SCRIPT, TYPE),
    "HTML as PDF": Hostile("page.pdf", lambda: SCRIPT, DAMAGED),
    "HTML with PDF inside": Hostile("page.pdf", lambda: SCRIPT + PDF, DAMAGED),
    "HTML as JPEG": Hostile("page.jpg", lambda: SCRIPT, DAMAGED),
    "script": Hostile("run.js", lambda: b"document.title='executed'", TYPE),
    "PDF and ZIP at once": Hostile("both.pdf", lambda: PDF + office() + b"%%EOF", DAMAGED),
    "PNG and ZIP at once": Hostile(
        "both.png", lambda: archived_at_the_end(png(), END_OF_PNG), DAMAGED
    ),
    "JPEG and ZIP at once": Hostile(
        "both.jpg", lambda: archived_at_the_end(jpeg(), END_OF_JPEG), DAMAGED
    ),
    "PNG and HTML at once": Hostile("both.png", lambda: png() + SCRIPT, DAMAGED),
    "GIF and script at once": Hostile("both.gif", lambda: GIF, "kind of picture"),
    "GIF as PNG": Hostile("both.png", lambda: GIF, DAMAGED),
    "test virus": Hostile("test.pdf", lambda: EICAR, DAMAGED),
    "test virus by its own name": Hostile("eicar.com", lambda: EICAR, TYPE),
    "huge picture": Hostile("map.png", lambda: png(50_000, 50_000), HUGE),
    "huge photo": Hostile("map.jpg", lambda: jpeg(50_000, 50_000), HUGE),
    "picture without an area": Hostile("none.png", lambda: png(0, 0), DAMAGED),
    "cut picture": Hostile("cut.png", lambda: png()[:-12], DAMAGED),
    "cut PDF": Hostile("cut.pdf", lambda: b"%PDF-1.7\n1 0 obj", DAMAGED),
    "empty file": Hostile("empty.pdf", lambda: b"", EMPTY),
    "over the limit": Hostile("big.pdf", lambda: PDF + b" " * 20 * MEGABYTE, "larger than 20 MB"),
    "plain archive": Hostile("files.zip", office, "archives"),
    "archive as Word": Hostile("files.docx", lambda: office("other.xml"), DAMAGED),
    "Word as Excel": Hostile("list.xlsx", office, DAMAGED),
    "Word under a password": Hostile("plan.docx", lambda: COMPOUND, LOCKED),
    "encrypted members": Hostile("plan.docx", encrypted, DAMAGED),
    "path that leads outside": Hostile("a.docx", lambda: office(**{"../../evil": "x"}), DAMAGED),
    "absolute path": Hostile("a.docx", lambda: office(**{"/etc/passwd": "x"}), DAMAGED),
    "backslash path": Hostile("a.docx", lambda: office(**{"..\\evil": "x"}), DAMAGED),
    "symbolic link": Hostile("link.docx", linked, DAMAGED),
    "macro": Hostile("macro.docx", lambda: office(**{"word/vbaProject.bin": "x"}), MACRO),
    "macro sheet": Hostile(
        "a.xlsx", lambda: office("xl/workbook.xml", **{"xl/macrosheets/s.xml": "x"}), MACRO
    ),
    "macro type as Word": Hostile(
        "a.docx", lambda: office(types="<Types ms-word.document.macroEnabled.main/>"), MACRO
    ),
    "Word with macros by name": Hostile("macro.docm", office, MACRO),
    "program inside": Hostile("a.docx", lambda: office(**{"word/run.exe": "MZ"}), "program"),
    "zip bomb": Hostile("bomb.docx", lambda: office(**{"word/big.xml": b"0" * 50_000_000}), BOMB),
    "bomb that lies": Hostile("bomb.docx", lying, DAMAGED),
    "bomb that shares": Hostile("bomb.docx", sharing, BOMB),
    "too many members": Hostile(
        "many.docx", lambda: office(**{f"a{n}": "" for n in range(5_001)}), BOMB
    ),
    "broken archive": Hostile("broken.docx", lambda: b"PK\x03\x04" + b"\x00" * 100, DAMAGED),
    "no extension": Hostile("drawing", lambda: PDF, TYPE),
    "double extension": Hostile("drawing.pdf.exe", lambda: PDF, TYPE),
    "extension behind NUL": Hostile("drawing.exe\x00.pdf", lambda: b"MZ\x90\x00", DAMAGED),
    "turned name": Hostile("drawing\u202efdp.exe", lambda: PDF, TYPE),
    "old Word": Hostile("old.doc", lambda: COMPOUND, "Save it as PDF, Word"),
    "program": Hostile("setup.exe", lambda: b"MZ\x90\x00", TYPE),
    "video": Hostile("shop.mp4", lambda: b"\x00\x00\x00\x18ftypmp42", "Take a still"),
}

# Taken, because they are what they say; whatever else they carry never runs.
TAKEN: dict[str, tuple[str, Callable[[], bytes]]] = {
    "PDF with script": (
        "form.pdf",
        lambda: (
            b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\n"
            b"trailer<</Root 1 0 R>>\n%%EOF\n"
        ),
    ),
    "PDF with HTML inside": ("page.pdf", lambda: b"%PDF-1.7\n" + SCRIPT + b"\n%%EOF\n"),
    "PNG with HTML inside": ("scan.png", lambda: png(2, 2, chunk(b"tEXt", b"a\x00" + SCRIPT))),
    "JPEG with HTML inside": ("photo.jpg", lambda: jpeg(comment=SCRIPT)),
    "Word with HTML inside": ("rules.docx", lambda: office(**{"word/page.html": SCRIPT})),
    "name with tags": ("<img src=x onerror=alert(1)>.pdf", lambda: PDF),
    "name with quotes": ('a";filename="b.html";x=".pdf', lambda: PDF),
    "name with line ends": ("a\r\nSet-Cookie: x=1\r\n\r\n<script>.pdf", lambda: PDF),
    "name with a path": ("../../etc/passwd.pdf", lambda: PDF),
    "name with a drive": ("C:\\temp\\plan.pdf", lambda: PDF),
    "name of 300 bytes": ("计划" * 50 + ".pdf", lambda: PDF),
    "name of 240 signs": ("plan" * 60 + ".pdf", lambda: PDF),
    "name in pieces": ("re\u0301sume\u0301.pdf", lambda: PDF),
    "name turned round": ("plan\u202egnp.pdf", lambda: PDF),
    "name of signs": ("'; DROP TABLE x;--.pdf", lambda: PDF),
    "name with a face": ("进度😀𠮷.pdf", lambda: PDF),
}


def multipart(field: str, name: str, content: bytes) -> tuple[bytes, str]:
    """A form with one file, whose name may hold anything; body and content type."""
    mark = "b" * 40
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; '
        f"filename*=utf-8''{quote(name, safe='')}\r\nContent-Type: text/html\r\n\r\n"
    )
    return (
        head.encode() + content + f"\r\n--{mark}--\r\n".encode(),
        f"multipart/form-data; boundary={mark}",
    )
