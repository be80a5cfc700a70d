"""A firm's whole way by keyboard alone, in Chinese; and everybody sees what came of it."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.city import City, FirmOwner
from tests.browser.filling import answer, card_of, refs_of, sample, sheet
from tests.browser.keyboard import Keyboard

SECTIONS = 9
STEP = re.compile(r"%([\d,]+)家")
DECLARED = ("林晓", "总经理")


@pytest.fixture(scope="module")
def firm(city: City) -> FirmOwner:
    return city.owners[0]


def test_the_way_from_sign_in_to_the_report_and_on(city, firm, open_window, tmp_path):
    steps_before = steps_on_board(city, open_window, firm)
    partner_before = partner_coverage(city, firm)

    first = open_window()
    hands = Keyboard(first.page)
    sign_in(hands, firm)
    hands.enter(link(first.page, "开始自评"))
    answer_sections(hands, 4)
    leave_in_the_middle(hands)

    second = open_window()
    page, hands = second.page, Keyboard(second.page)
    sign_in(hands, firm)
    everything_is_still_there(hands, firm)
    answer_sections(hands, SECTIONS)
    check_and_correct(hands)
    submit(hands)
    watch_the_score_arrive(hands)
    pdf = get_the_report(hands, tmp_path)

    assert steps_on_board(city, open_window, firm) == one_more(steps_before)
    consultant_has_it(city, open_window, firm)
    same_numbers(page, pdf, city, firm)
    assert partner_coverage(city, firm) == partner_before + 1


def link(page: Page, text: str):
    return page.get_by_role("link", name=text)


def button(page: Page, text: str):
    return page.get_by_role("button", name=text)


def told(page: Page, selector: str = "main") -> str:
    """What a part of the page says; blanks between Chinese and figures are no part of it."""
    return "".join(page.inner_text(selector).split())


def sign_in(hands: Keyboard, firm: FirmOwner) -> None:
    hands.page.goto("/")
    hands.fill(hands.page.locator("[name=login]"), firm.email)
    hands.fill(hands.page.locator("[name=password]"), firm.password)
    with hands.page.expect_navigation():
        hands.press("Enter")
    assert firm.name in hands.page.inner_text("main")


def answer_sections(hands: Keyboard, until: int) -> None:
    """Answer what the sections ask, one section after the other, up to this one."""
    page = hands.page
    while "/sections/" in page.url:
        states = {ref: card_of(page, ref).get_attribute("data-state") for ref in refs_of(page)}
        for ref in (ref for ref, state in states.items() if state != "saved"):
            answer(hands, ref, first_thought(ref))
        number = int(re.search(r"第(\d+)节", told(page))[1])  # type: ignore[index]
        if number == until:
            return
        hands.enter(button(page, "保存并到下一节"))


def first_thought(ref: str) -> Any:
    """The sample's answer, but for one that is put right on the check page."""
    return "C" if ref == "q8" else sheet()[ref]


def leave_in_the_middle(hands: Keyboard) -> None:
    """Close the browser with everything saved and nothing submitted."""
    hands.page.context.close()


def everything_is_still_there(hands: Keyboard, firm: FirmOwner) -> None:
    page = hands.page
    assert "已完成10/31题" in told(page)
    hands.enter(link(page, "全部小节"))
    assert page.locator(".tasks .tag", has_text="已完成").count() == 4
    hands.enter(link(page, "设备与网络"))
    for option in sheet()["q1"]:
        assert page.locator(f"[name=q1][value={option}]").is_checked()
    for field, text in sheet()["q2"]["fields"].items():
        assert page.locator(f"[name='q2.{field}']").input_value() == text
    assert "37.5%" in told(page, "#q2")


def check_and_correct(hands: Keyboard) -> None:
    """Finish the last section, put one answer right, and come back to the check page."""
    page = hands.page
    hands.enter(button(page, "保存并核对答案"))
    assert urlsplit(page.url).path.endswith("/check/")
    change = page.locator("a[href$='?next=check&row=q8#q8']")
    fold = page.locator("details:not([open])", has=change).locator("summary")
    if fold.count():
        hands.reach(fold)
        hands.press("Enter")
    hands.enter(change)
    hands.choose(page.locator("[name=q8]"), 0)
    hands.press("ArrowDown", 1)
    card_of(page, "q8").and_(page.locator("[data-state=saved]:not([data-unsaved])")).wait_for()
    hands.enter(button(page, "保存并回到核对"))
    assert urlsplit(page.url).path.endswith("/check/")


def submit(hands: Keyboard) -> None:
    page = hands.page
    for name, text in zip(("declared_name", "declared_position"), DECLARED, strict=True):
        hands.fill(page.locator(f"[name={name}]"), text)
    hands.tick(page.locator("[name=confirmed]"))
    hands.enter(button(page, "提交自评"))
    receipt = told(page)
    assert re.search(r"ZD-2026-\d{6}", receipt)
    assert all(word in receipt for word in DECLARED)


def watch_the_score_arrive(hands: Keyboard) -> None:
    """The result page fills itself; nobody reloads."""
    page = hands.page
    hands.enter(link(page, "查看结果"))
    page.locator("#radar-title").wait_for()
    assert f"{sample()['expect']['shown']}分" in told(page)
    assert page.locator(".level--xl").get_attribute("data-level") == sample()["expect"]["level"]


def get_the_report(hands: Keyboard, folder: Path) -> str:
    """Ask for the PDF, wait on the page of its job, download it; return its text."""
    page = hands.page
    hands.enter(link(page, "报告（PDF）"))
    hands.enter(button(page, "生成报告").first)
    page.locator(".job[data-state=done]").wait_for()
    target = page.locator(".job a")
    hands.reach(target)
    with page.expect_download() as download:
        hands.press("Enter")
    file = folder / "report.pdf"
    download.value.save_as(file)
    fonts_are_embedded(file)
    return printed(file)


def printed(file: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def fonts_are_embedded(file: Path) -> None:
    done = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True)
    heading, _rule, *fonts = done.stdout.splitlines()
    at = heading.index("emb")
    assert fonts
    assert all(line[at : at + 3] == "yes" for line in fonts), done.stdout


def steps_on_board(city: City, open_window, firm: FirmOwner) -> list[int]:
    """How many firms of the district are invited, have submitted, are verified, have a report."""
    window = open_window()
    page = window.sign_in(city.people["city"])
    page.goto(f"/coverage/?district={firm.district}&step=submitted")
    counts = [int(text.replace(",", "")) for text in STEP.findall(told(page, ".funnel"))]
    assert len(counts) == 4
    assert f"%{counts[1]:,}/{counts[0]:,}家" in told(page, ".kpis")
    return counts


def one_more(steps: list[int]) -> list[int]:
    invited, submitted, verified, reported = steps
    return [invited, submitted + 1, verified, reported]


def consultant_has_it(city: City, open_window, firm: FirmOwner) -> None:
    """The work list names the firm as submitted; its report is in the list of reports."""
    window = open_window()
    page = window.sign_in(city.people["consultant"])
    page.goto(f"/worklist/?q={firm.name}")
    assert firm.name in page.inner_text(".table")
    page.goto(f"/reports/?q={firm.name}")
    row = page.locator(".table tbody tr", has_text=firm.name)
    assert row.count() == 1
    with page.expect_download() as download:
        row.get_by_role("link", name="下载").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


def partner(city: City, path: str) -> Any:
    """Ask the API as a partner's program does: curl, a token, a path."""
    form = f"grant_type=client_credentials&client_id={city.client_id}"
    token = curl("--data", f"{form}&client_secret={city.client_secret}", f"{city.url}/api/token/")
    return curl("--header", f"Authorization: Bearer {token['access_token']}", f"{city.url}{path}")


def curl(*arguments: str) -> Any:
    command = ["curl", "--silent", "--fail-with-body", *arguments]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def partner_coverage(city: City, firm: FirmOwner) -> int:
    """How many firms of the district have submitted, as partners are told."""
    rows = partner(city, "/api/v1/coverage/?by=district")["rows"]
    return next(row["submitted"] for row in rows if row["key"] == firm.district)


def same_numbers(page: Page, pdf: str, city: City, firm: FirmOwner) -> None:
    """Page, PDF and API tell the same about the firm (acceptance 8)."""
    page.goto(f"/assessments/{firm.assessment}/result/")
    page.locator("#radar-title").wait_for()
    shown = page.inner_text("main")
    api = partner(city, f"/api/v1/assessments/{firm.assessment}/")
    (score,) = api["scores"]
    expected = sample()["expect"]
    assert score["total"] == {"exact": expected["total"], "shown": expected["shown"]}
    for text in (shown, pdf):
        assert score["level"]["names"]["zh"] in text
        assert score["total"]["exact"] in text
        assert score["total"]["shown"] in text
        assert firm.name in text
        for part in score["dimensions"]:
            assert any(form in text for form in part["earned"].values()), part["ref"]
            if part["max"]["exact"] != "100":  # the whole is shown in points only
                assert part["rate"]["shown"] in text, part["ref"]
