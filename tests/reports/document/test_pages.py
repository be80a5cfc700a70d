"""What stands on the pages is what the context says, in reading order."""

import dataclasses
import io

import pikepdf
import pytest

from reports.document.context import Blocking, Rest
from reports.document.render import render
from reports.document.sample import CASES
from tests.reports.document.paper import (
    EVERY_REPORT,
    LANGUAGES,
    pages_of,
    rendered,
    squeezed,
    text_of,
)

LEAST_REACH = 0.28  # of a page's height: how far down something is printed
LEAST_WORDS = 12
LARGEST_OF_A_LINE = 15  # points: headings are larger


def lines_of(context):
    """Names and numbers of the passport in the order of reading, with signs as printed."""
    for dimension in context.dimensions:
        yield dimension.name
        for part in dimension.parts:
            for question in part.questions:
                yield question.name
                yield from (question.answer, question.points, question.maximum)


def found_in_order(words, text):
    place = 0
    for word in words:
        place = text.find(squeezed(word), place)
        assert place >= 0, f"{word} is missing or out of order"


@pytest.mark.parametrize(("case", "lang"), EVERY_REPORT)
def test_every_case_renders_in_both_languages(case, lang):
    assert rendered(case, lang).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", ["full", "nothing", "long_names", "top_level"])
def test_a_report_of_this_release_has_six_to_nine_pages(case, lang):
    with pikepdf.open(io.BytesIO(rendered(case, lang))) as pdf:
        assert 6 <= len(pdf.pages) <= 9


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_passport_reads_line_by_line(lang, tmp_path):
    text = text_of(rendered("full", lang), tmp_path, "-raw")  # as tagged, not by columns
    found_in_order(lines_of(CASES["full"](lang)), text)


def test_chinese_comes_out_in_reading_order(tmp_path):
    headings = [
        "制造业数字化诊断报告", "上海例样精工汽车零部件有限公司（模拟）",
        "一页看懂", "等级与升级条件", "什么挡住了3级（集成级）", "各部分得分",
        "评分明细", "业务场景等级", "答案清单", "方法与来源", "声明与核验",
    ]  # fmt: skip
    text = text_of(rendered("full", "zh"), tmp_path)
    found_in_order(headings[2:], text[text.index("按企业自评") - 200 :])
    found_in_order(headings[:2], text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_the_context_is_printed(lang, tmp_path):
    context, text = CASES["full"](lang), text_of(rendered("full", lang), tmp_path)
    result = context.result
    numbers = [result.total.exact, result.total.shown, result.maximum]
    numbers += [v for level in result.levels for c in level.conditions for v in (c.need, c.have)]
    numbers += [c.short for c in result.levels[result.level].conditions if c.short]
    for dimension in context.dimensions:
        for item in (dimension, *dimension.parts):
            numbers += [item.percent, squeezed(f"{item.points} / {item.maximum}")]
        missing = [q.missing for part in dimension.parts for q in part.questions]
        numbers += [f"−{value}" for value in missing if value != "0"]
    assert [number for number in numbers if number not in text] == []


SHORT = {
    "zh": "距3级（集成级）还差1.075分、3个场景（其中1个约束性★）。",
    "en": "1.075points,3scenes(1ofthembinding★)",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_binding_scenes_are_told_among_the_scenes(lang, tmp_path):
    assert SHORT[lang] in text_of(rendered("full", lang), tmp_path)


def test_a_long_way_says_what_is_compulsory_and_where_the_rest_is(tmp_path):
    context = CASES["full"]("zh")
    first, *others = context.blocking.answers
    rest = (Rest(section="人力资源", count=30), Rest(section="资源要素", count=4))
    way = Blocking(
        target=context.blocking.target,
        answers=(dataclasses.replace(first, needed=True), *others),
        choice="all",
        rest=rest,
    )
    text = text_of(render(dataclasses.replace(context, blocking=way), "zh"), tmp_path)
    found_in_order(["标“必改”的", "设备联网必改", "另有34项：人力资源30项、资源要素4项"], text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_paper_carries_what_proves_it(lang, tmp_path):
    context, text = CASES["full"](lang), text_of(rendered("full", lang), tmp_path)
    issue, digests = context.issue, context.digests
    for proof in (issue.number, issue.short_code, issue.url, context.firm.credit_code,
                  context.release.digest, digests.inputs, digests.passport,
                  context.declaration.name, "2026-10-12 16:42"):  # fmt: skip
        assert squeezed(proof) in text


def test_a_way_that_brings_no_points_has_no_column_of_them(tmp_path):
    context = CASES["full"]("en")
    answers = tuple(
        dataclasses.replace(each, gain=None, gain_of=None) for each in context.blocking.answers
    )
    way = dataclasses.replace(context.blocking, answers=answers)
    assert "Gain" in text_of(rendered("full", "en"), tmp_path)
    assert "Gain" not in text_of(render(dataclasses.replace(context, blocking=way), "en"), tmp_path)


def test_a_missing_part_leaves_body_and_contents(tmp_path):
    text = text_of(rendered("many_parts", "en"), tmp_path)
    assert "Businessscenes" not in text
    assert "Allanswers" not in text
    assert text.count("Pointsbypart") == 2  # contents and heading


def test_the_optional_parts_have_their_sections(tmp_path):
    text = text_of(rendered("everything", "zh"), tmp_path)
    found_in_order(["自评与现场核实", "同行与产业链", "定制化方案", "实施后的预期"], text)
    assert "取代GF-2026-310114-000119" in text


def test_only_simulated_data_says_so(tmp_path):
    assert "模拟数据" in text_of(rendered("full", "zh"), tmp_path)
    assert "模拟数据" not in text_of(rendered("nothing", "zh"), tmp_path)


def test_nothing_answered_prints_neither_points_nor_level(tmp_path):
    text = text_of(rendered("nothing", "zh"), tmp_path)
    assert "还没有可以计分的答案，等级未定。" in text
    assert text.count("未作答") == 15 + 16 + 15 + 16  # passport, scenes, and the list of both


@pytest.mark.parametrize(("case", "lang"), EVERY_REPORT)
def test_no_page_is_left_nearly_empty(case, lang, tmp_path):
    pages = pages_of(rendered(case, lang), tmp_path)
    assert [no for no, page in enumerate(pages, 1) if page.reach < LEAST_REACH] == []
    assert [no for no, page in enumerate(pages, 1) if page.words < LEAST_WORDS] == []


@pytest.mark.parametrize(("case", "lang"), EVERY_REPORT)
def test_no_heading_ends_a_page(case, lang, tmp_path):
    pages = pages_of(rendered(case, lang), tmp_path)
    assert [no for no, page in enumerate(pages, 1) if page.last_size > LARGEST_OF_A_LINE] == []


@pytest.mark.parametrize(("case", "lang"), EVERY_REPORT)
def test_nothing_stands_outside_of_its_page(case, lang, tmp_path):
    pages = pages_of(rendered(case, lang), tmp_path)
    assert [no for no, page in enumerate(pages, 1) if not page.is_inside] == []


def test_the_second_round_says_what_changed_and_what_to_do(tmp_path):
    text = text_of(rendered("second_round", "zh"), tmp_path, "-raw")
    found_in_order(
        ["建议方案", "设备联网与数据采集", "须先实施", "与上一轮相比", "55.2", "58.9"], text
    )
    found_in_order(["题3", "设备联网", "提高", "+1.5", "题6", "下降", "−1.25", "+3.75"], text)


def test_a_plan_takes_the_place_of_measures(tmp_path):
    context = dataclasses.replace(
        CASES["everything"]("zh"), measures=CASES["second_round"]("zh").measures
    )
    text = text_of(render(context, "zh"), tmp_path)
    assert "定制化方案" in text
    assert "建议方案" not in text


@pytest.mark.parametrize(
    ("peers", "chain", "heading"),
    [(True, True, "同行与产业链"), (True, False, "同行比较"), (False, True, "在产业链中的位置")],
)
def test_the_section_of_peers_is_called_by_what_it_holds(peers, chain, heading, tmp_path):
    everything = CASES["everything"]("zh")
    context = dataclasses.replace(
        everything,
        peers=everything.peers if peers else None,
        chain=everything.chain if chain else None,
    )
    assert heading in text_of(render(context, "zh"), tmp_path)


def test_a_small_group_is_shown_without_tenths(tmp_path):
    everything = CASES["everything"]("zh")
    rows = tuple(dataclasses.replace(row, p10=None, p90=None) for row in everything.peers.rows)
    peers = dataclasses.replace(everything.peers, rows=rows)
    text = text_of(render(dataclasses.replace(everything, peers=peers), "zh"), tmp_path)
    assert "P25" in text
    assert "P10" not in text
