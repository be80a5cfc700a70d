"""What happens to answers when two write at once, when the line breaks, and without any script."""

import re

from playwright.sync_api import Page, expect

from tests.browser.filling import card_of

SECTION = "equipment-network"
OFFLINE = ("ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED)", "console: htmx:")
SAVED = re.compile("已保存")


def open_section(window, firm) -> Page:
    page = window.sign_in(firm)
    page.goto(f"/assessments/{firm.assessment}/sections/{SECTION}/")
    return page


def test_two_who_change_one_answer_are_shown_both_and_choose(city, open_window):
    firm = city.owners[1]
    first, second = open_window(), open_window()
    here, there = open_section(first, firm), open_section(second, firm)
    here.check("[name=q1][value=B]")
    expect(card_of(here, "q1").locator(".state")).to_have_text(SAVED)

    with second.expect("409"):
        there.check("[name=q1][value=C]")
        card = card_of(there, "q1")
        expect(card).to_have_attribute("data-state", "conflict")
    sides = card.locator(".versus")
    expect(sides).to_contain_text("车间有工控网络")
    expect(sides).to_contain_text("有应用系统网络")

    card.get_by_role("button", name="用我的答案").click()
    expect(card).to_have_attribute("data-state", "saved")
    here.reload()
    assert not here.is_checked("[name=q1][value=B]")
    assert here.is_checked("[name=q1][value=C]")


def test_without_a_line_the_answer_is_kept_and_sent_again_by_itself(city, open_window):
    firm = city.owners[2]
    window = open_window()
    page = open_section(window, firm)
    card = card_of(page, "q2")
    with window.expect(*OFFLINE):
        window.context.set_offline(True)
        page.fill("[name='q2.equipment_total']", "48")
        page.fill("[name='q2.equipment_digital']", "18")
        page.keyboard.press("Tab")
        expect(card).to_have_attribute("data-state", "failed")
        expect(card.locator(".state")).to_have_text(re.compile("没有保存"))
        assert page.input_value("[name='q2.equipment_total']") == "48"
        window.context.set_offline(False)
        expect(card).to_have_attribute("data-state", "saved", timeout=20_000)
    page.reload()
    assert page.input_value("[name='q2.equipment_digital']") == "18"


def test_a_section_is_filled_in_and_sent_without_scripts(city, open_window):
    firm = city.owners[3]
    window = open_window(scripts=False)
    page = open_section(window, firm)
    page.check("[name=q1][value=B]")
    page.fill("[name='q2.equipment_total']", "48")
    page.fill("[name='q2.equipment_digital']", "60")
    with window.expect("422"):
        page.get_by_role("button", name="保存并到下一节").click()
        expect(page).to_have_title(re.compile("^有错误："))
    assert page.locator(".error-summary a").count() == 1
    assert page.input_value("[name='q2.equipment_digital']") == "60"

    page.fill("[name='q2.equipment_digital']", "18")
    page.fill("[name='q3.equipment_networked']", "12")
    page.get_by_role("button", name="保存并到下一节").click()
    expect(page.locator("h1")).to_have_text("数据采集与信息系统")
    page.goto(f"/assessments/{firm.assessment}/")
    expect(page.locator(".tasks li", has_text="设备与网络")).to_contain_text("3/3")
