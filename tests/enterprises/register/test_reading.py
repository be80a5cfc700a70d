"""R-B01: register files in every encoding and shape: read right, or refused with a reason."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enterprises.register.reading.columns import find_layout, known_headers, plain
from enterprises.register.reading.delimited import read_delimited
from enterprises.register.reading.encodings import is_garbled
from enterprises.register.reading.tables import Table, Unreadable

HEAD = "统一社会信用代码,企业名称,所在区,行业代码"
NAME = "上海衡砚汽车零部件有限公司"
ROW = f"91310115MA1A00001Y,{NAME},浦东新区,3670"
LIST = f"{HEAD}\r\n{ROW}\r\n"
RARE = LIST.replace("衡砚", "㛃䶮𠮷")  # only GB18030 and Unicode have these


def names(data: bytes) -> list[str]:
    _layout, lines = find_layout(read_delimited(data))
    return [line.cells[1].text for line in lines]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (LIST.encode("utf-8"), "UTF-8"),
        (LIST.encode("utf-8-sig"), "UTF-8 BOM"),
        (LIST.encode("gbk"), "GB18030"),
        (LIST.encode("gb2312"), "GB18030"),
        (LIST.encode("gb18030"), "GB18030"),
        (codecs.BOM_UTF16_LE + LIST.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + LIST.encode("utf-16-be"), "UTF-16"),
        (LIST.replace("\r\n", "\r").encode("gbk"), "GB18030"),
        (LIST.replace("\r\n", "\n").encode(), "UTF-8"),
        (LIST.replace(",", "\t").encode(), "UTF-8"),
        (LIST.replace(",", ";").encode("gbk"), "GB18030"),
        (f"规上企业名单\n\n{LIST}".encode(), "UTF-8"),
    ],
)
def test_a_list_is_read_in_any_usual_encoding_and_shape(data, encoding):
    assert read_delimited(data).encoding == encoding
    assert names(data) == [NAME]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_rare_characters_survive(encoding):
    assert names(RARE.encode(encoding)) == [NAME.replace("衡砚", "㛃䶮𠮷")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (f"{HEAD}\n{ROW}\n".encode("utf-16-le"), "encoding_nul"),
        (codecs.BOM_UTF32_LE + LIST.encode("utf-32-le"), "encoding_utf32"),
        (codecs.BOM_UTF8 + LIST.encode("gbk"), "encoding_broken"),
        (codecs.BOM_UTF16_LE + b"\x41", "encoding_broken"),
        (LIST.encode() + ROW.encode("gbk"), "encoding_mixed"),
        (HEAD.encode("gbk") + b"\n" + ROW.encode(), "encoding_mixed"),
        (LIST.encode().replace(b"\xe4\xb8\x8a", b"\xef\xbf\xbd"), "encoding_garbled"),
        (LIST.replace("上海", "锟斤拷").encode(), "encoding_garbled"),
        (LIST.encode("big5", "replace"), "encoding_unknown"),
        ("Name,District\nCafé,Genève\n".encode("latin-1"), "encoding_unknown"),
        (LIST.encode() + b"\x00", "encoding_nul"),
        (f'{HEAD}\n"{"x" * 10_000_000}"\n'.encode(), "line_too_long"),
        (f'{HEAD}\n"{ROW}\n'.encode(), "quotes_broken"),
        ((HEAD + "," * 70 + "x\n").encode(), "too_many_columns"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused_with_a_reason(data, code):
    with pytest.raises(Unreadable) as refusal:
        find_layout(read_delimited(data))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("甲,乙,丙,丁", "no_header"),
        ("统一社会信用代码,企业名称", "columns_missing"),
        (f"{HEAD},单位名称", "columns_twice"),
        (f"{HEAD},信用代码", "columns_twice"),
    ],
)
def test_headers_must_name_each_required_column_once(head, code):
    with pytest.raises(Unreadable) as refusal:
        find_layout(read_delimited(f"{head}\n1,2,3,4".encode()))
    assert refusal.value.code == code


def test_headers_are_recognised_in_chinese_and_english_whatever_their_dress():
    known = known_headers()
    for header in (" 统一社会信用代码 *", "USCC", "Credit Code", "社会信用代码（18位）"):
        assert known[plain(header)] == "uscc"
    assert (
        known[plain("营业收入（万元）")] == known[plain("Annual Revenue [10k yuan]")] == "revenue"
    )


def test_no_header_means_two_fields():
    words = list(known_headers())
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        ("营业收入（万元）", "1"),
        ("营业收入(亿元)", "10000"),
        ("营业收入（千元）", "0.1"),
        ("营业收入(元)", "0.0001"),
        ("Revenue (million yuan)", "100"),
        ("Revenue (thousand yuan)", "0.1"),
        ("营业收入", "1"),
    ],
)
def test_the_unit_of_revenue_is_read_from_its_header(header, factor):
    layout, _lines = find_layout(read_delimited(f"{HEAD},{header}\n1,2,3,4,5".encode()))
    assert str(layout.unit) == factor


def test_rows_are_numbered_as_the_spreadsheet_does_and_empty_ones_skipped():
    table = read_delimited(f"{HEAD}\n\n,,,\n{ROW}\n\n{ROW}\n".encode())
    assert [line.number for line in table.lines] == [1, 4, 6]


@pytest.mark.parametrize("text", ["涓婃捣姹借溅", "ä¸Šæµ·æ±½è½¦", "上海\ufffd厂", "\ue5e5公司"])
def test_garbled_text_is_told_from_text(text):
    assert is_garbled(text)


@pytest.mark.parametrize(
    "text",
    ["上海汽车", "联通", "Café Société", "衡砚 ABC（上海）有限公司", "㛃䶮𠮷精工", "Müller", ""],
)
def test_sound_text_is_not_called_garbled(text):
    assert not is_garbled(text)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_and_never_break(data):
    try:
        table = read_delimited(data)
    except Unreadable:
        return
    assert isinstance(table, Table)
    assert all("\ufffd" not in cell.text for line in table.lines for cell in line.cells)
