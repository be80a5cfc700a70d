"""Which encoding a text file has: decided with certainty, or refused; names are never garbled."""

import codecs
import re

from enterprises.register.reading.tables import Unreadable

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UTF32_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
ODD = re.compile("[\ufffd\ufffe\uffff\ue000-\uf8ff]")
WRONG_SAVED = ("锟斤拷", "烫烫烫", "屯屯屯", "ï»¿")  # what broken conversions leave behind
HAN = re.compile("[\u3400-\u9fff\U00020000-\U000323af]")
COMMON_SHARE = 0.8  # of the Han characters of a real list stand in GB 2312


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding."""
    if data.startswith(UTF32_MARKS):
        raise Unreadable("encoding_utf32")
    if data.startswith(UTF16_MARKS):
        return _checked(_strict(data, "utf-16")), "UTF-16"
    if b"\x00" in data:
        raise Unreadable("encoding_nul")
    if data.startswith(codecs.BOM_UTF8):
        return _checked(_strict(data, "utf-8-sig")), "UTF-8 BOM"
    try:
        return _checked(data.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError:
        return _checked(_gb18030(data)), "GB18030"


def is_garbled(text: str) -> bool:
    """Whether a text was once decoded with the wrong encoding and saved so.

    >>> is_garbled("涓婃捣姹借溅"), is_garbled("上海汽车"), is_garbled("ä¸Šæµ·")
    (True, False, True)
    """
    if ODD.search(text) or any(trace in text for trace in WRONG_SAVED):
        return True
    return any(_turns_chinese(text, wrong) for wrong in ("gb18030", "cp1252"))


def _turns_chinese(text: str, wrong: str) -> bool:
    """Whether undoing a wrong decoding gives sound Chinese: hardly ever true by chance."""
    if text.isascii():
        return False
    try:
        return _is_chinese_utf8(text.encode(wrong))
    except UnicodeEncodeError:
        return False


def _is_chinese_utf8(data: bytes) -> bool:
    if data.isascii():
        return False
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(HAN.findall(text)) >= 2 and all(map(_is_usual, text))


def _is_usual(character: str) -> bool:
    return character.isascii() or bool(HAN.match(character)) or character in "（）、，。·《》－"


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("encoding_broken", encoding=encoding.upper(), line=line) from error


def _gb18030(data: bytes) -> str:
    """Decode what is not UTF-8, unless single lines are UTF-8 or the result is not plausible."""
    for number, line in enumerate(data.splitlines(), start=1):
        if _is_chinese_utf8(line):
            raise Unreadable("encoding_mixed", line=number)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise Unreadable("encoding_unknown", line=data.count(b"\n", 0, error.start) + 1) from error
    han = HAN.findall(text)
    common = sum(map(_in_gb2312, han))
    if not han or common < COMMON_SHARE * len(han):
        raise Unreadable("encoding_unknown", line=1)
    return text


def _in_gb2312(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _checked(text: str) -> str:
    """Refuse text that was damaged before it came to us: the names are lost already."""
    for number, line in enumerate(text.splitlines(), start=1):
        if "\ufffd" in line or any(trace in line for trace in WRONG_SAVED):
            raise Unreadable("encoding_garbled", line=number)
    return text
