"""What happens to answers when two write at once, when the line breaks, and without any script."""

import re

from playwright.sync_api import Page, expect

from tests.browser.filling import card_of
from tests.services.browser import follow

SECTION = "equipment-network"
OFFLINE = ("ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|FAILED)", "console: htmx:")
SAVED = re.compile("已保存")


def open_section(window, firm) -> Page:
    page = window.sign_in(firm)
    page.goto(section_of(firm))
    return page


def section_of(firm) -> str:
    return f"/assessments/{firm.assessment}/sections/{SECTION}/"


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


def test_a_conflict_can_still_be_decided_after_another_answer_was_saved(city, open_window):
    firm = city.owners[1]
    first, second = open_window(), open_window()
    here = open_section(first, firm)
    type_a_count(here, "q2.equipment_total", "48")
    expect(card_of(here, "q2")).to_have_attribute("data-state", "saved")
    there = open_section(second, firm)
    type_a_count(here, "q3.equipment_networked", "5")
    expect(card_of(here, "q3")).to_have_attribute("data-state", "saved")

    with second.expect("409"):
        type_a_count(there, "q3.equipment_networked", "6")
        expect(card_of(there, "q3")).to_have_attribute("data-state", "conflict")
    type_a_count(there, "q2.equipment_digital", "18")  # what q3 says depends on this card
    expect(card_of(there, "q2")).to_have_attribute("data-state", "saved")
    card_of(there, "q3").locator(".versus").get_by_role("button", name="用我的答案").click()
    expect(card_of(there, "q3")).to_have_attribute("data-state", "saved")


def type_a_count(page: Page, name: str, text: str) -> None:
    page.fill(f"[name='{name}']", text)
    page.keyboard.press("Tab")


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
        expect(card).to_have_attribute("data-state", "saved")
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
    expect(page.locator(".tasks li", has_text="设备与网络").first).to_contain_text("3/3")


def test_an_answer_given_without_a_line_survives_that_the_browser_is_closed(city, open_window):
    firm = city.owners[2]
    before = open_window()
    page = open_section(before, firm)
    with before.expect(*OFFLINE):
        before.context.set_offline(True)
        page.fill("[name='q3.equipment_networked']", "7")
        page.keyboard.press("Tab")
        expect(page.locator("#saving")).to_have_text("有 1 题还没有保存，正在重试")
        left = before.context.storage_state()
        before.close()

    page = open_window(storage=left).page
    page.goto(section_of(firm))
    expect(card_of(page, "q3")).to_have_attribute("data-state", "saved")
    assert page.input_value("[name='q3.equipment_networked']") == "7"
    expect(page.locator("#saving")).to_have_text(re.compile(r"\d\d:\d\d 答案已全部保存"))
    page.reload()
    assert page.input_value("[name='q3.equipment_networked']") == "7"


def test_what_one_person_left_in_the_browser_is_never_shown_to_another(city, open_window):
    firm, other = city.owners[2], city.owners[5]
    window = open_window()
    page = open_section(window, firm)
    with window.expect(*OFFLINE):
        leave_an_answer(window, page)
    window.sign_out()
    assert shelves(page) == []  # signing out clears what was kept

    page = open_section(window, firm)
    with window.expect(*OFFLINE):
        leave_an_answer(window, page)
    window.context.clear_cookies()  # the session ended by itself
    page = open_section(window, other)
    with window.expect("404"):
        page.goto(section_of(firm))
        assert page.locator("fieldset").count() == 0
    assert len(shelves(page)) == 1


def leave_an_answer(window, page: Page) -> None:
    """Type an answer that never reaches the server, and leave the page for good."""
    window.context.set_offline(True)
    page.fill("[name='q3.equipment_networked']", "9")
    page.keyboard.press("Tab")
    expect(card_of(page, "q3")).to_have_attribute("data-state", "failed")
    page.evaluate("document.querySelector('[data-unsaved]').removeAttribute('data-unsaved')")
    page.route("**/answers/**", lambda route: route.abort())
    window.context.set_offline(False)
    page.goto("/about/privacy/")
    page.unroute("**/answers/**")


def shelves(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('gongfu:'))")


def test_leaving_a_page_with_an_unsaved_answer_is_asked_about(city, open_window):
    firm = city.owners[2]
    window = open_window()
    page = open_section(window, firm)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    with window.expect(*OFFLINE):
        page.route("**/answers/**", lambda route: route.abort())
        page.check("[name=q1][value=D]")
        expect(card_of(page, "q1")).to_have_attribute("data-state", "failed")
        page.goto("/my/")
    assert asked == ["beforeunload"]


def test_a_server_that_stumbles_is_not_called_a_broken_line(city, open_window):
    firm = city.owners[2]
    window = open_window()
    page = open_section(window, firm)
    card = card_of(page, "q1")
    with window.expect("503", "console: htmx:"):
        page.route("**/answers/q1/", lambda route: route.fulfill(status=503))
        page.check("[name=q1][value=C]")
        expect(card.locator(".state")).to_have_text("没有保存：服务器没有正常响应，正在重试")
        page.unroute("**/answers/q1/")
        expect(card).to_have_attribute("data-state", "saved")


def test_who_comes_back_to_the_page_sees_what_a_colleague_changed(city, open_window):
    firm = city.owners[1]
    here, there = open_section(open_window(), firm), open_section(open_window(), firm)
    there.check("[name=q1][value=D]")
    expect(card_of(there, "q1")).to_have_attribute("data-state", "saved")
    here.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(here.locator("#saving")).to_have_text("这段时间有 1 题被别人改过，本页已换成最新的答案")
    assert here.is_checked("[name=q1][value=D]")


def test_who_comes_back_after_a_colleague_submitted_is_told_and_changes_nothing(city, open_window):
    page = open_section(open_window(), city.owners[1])
    told = {"revisions": {}, "locked": "李工已提交这份自评（10:42），答案已锁定。"}
    page.route("**/revisions/", lambda route: route.fulfill(json=told))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#locked")).to_contain_text(told["locked"])
    assert page.locator("form[data-person] [name=q1]:enabled").count() == 0
    expect(page.locator("[name='q2.equipment_total']")).not_to_be_editable()


def test_a_wrong_value_is_told_at_the_field_and_the_rest_stays(city, open_window):
    firm = city.owners[4]
    window = open_window()
    page = open_section(window, firm)
    with window.expect("422"):
        page.fill("[name='q2.equipment_total']", "48")
        page.fill("[name='q2.equipment_digital']", "60")
        page.keyboard.press("Tab")
        card = card_of(page, "q2")
        expect(card).to_have_attribute("data-state", "invalid")
    wrong = page.locator("[aria-invalid=true]")
    assert wrong.count() == 1
    assert "q2-error" in str(wrong.get_attribute("aria-describedby"))
    told = card.locator("#q2-error").inner_text()
    assert told
    expect(page.locator("#branching")).to_have_text(told)
    assert page.input_value("[name='q2.equipment_total']") == "48"
    page.fill("[name='q2.equipment_digital']", "6")
    page.keyboard.press("Tab")
    expect(card).to_have_attribute("data-state", "saved")
    assert page.locator("[aria-invalid=true]").count() == 0


def test_without_scripts_both_answers_of_a_conflict_stand_beside_each_other(city, open_window):
    firm = city.owners[5]
    first, second = open_window(scripts=False), open_window(scripts=False)
    here, there = open_section(first, firm), open_section(second, firm)
    here.check("[name=q1][value=B]")
    here.fill("[name='q2.equipment_total']", "48")
    follow(here.get_by_role("button", name="保存并到下一节"))
    there.check("[name=q1][value=C]")
    with second.expect("409"):
        follow(there.get_by_role("button", name="保存并到下一节"))
        expect(card_of(there, "q1").locator(".versus")).to_contain_text("车间有工控网络")
    follow(there.get_by_role("button", name="用我的答案"))
    there.goto(section_of(firm))
    assert there.is_checked("[name=q1][value=C]")
    assert there.input_value("[name='q2.equipment_total']") == "48"
    follow(there.get_by_role("button", name="清除"))
    assert there.input_value("[name='q2.equipment_total']") == ""
