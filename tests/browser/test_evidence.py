"""Files beside answers in a real browser: chosen, dropped, refused, brought back, and never run."""

import re
import socket

import pytest
from playwright.sync_api import Error, Page, expect

from diagnosis.evidence.contents import PNG
from diagnosis.services.attaching import MAX_SIZE
from gongfu.demo.evidence import ledger, panel
from tests.hostile_files import PDF, SCRIPT, TAKEN, multipart
from tests.services.waiting import PATIENCE

SECTION = "equipment-network"
FIRM = 5
DROP = """([zone, files]) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    const how = { dataTransfer: data, bubbles: true, cancelable: true };
    for (const type of ["dragenter", "dragover", "drop"])
        zone.dispatchEvent(new DragEvent(type, how));
}"""
EMBED = """(address) => {
    const kinds = { iframe: "src", script: "src", object: "data", embed: "src", img: "src" };
    for (const [kind, name] of Object.entries(kinds))
        document.body.append(Object.assign(document.createElement(kind), { [name]: address }));
}"""


def file(name, content, kind="application/octet-stream"):
    return {"name": name, "mimeType": kind, "buffer": content}


@pytest.fixture
def visit(city, open_window):
    """The card of a question, with its place for files open."""

    def visit(ref, **how):
        window = open_window(**how)
        page = window.sign_in(city.owners[FIRM])
        page.goto(f"/assessments/{city.owners[FIRM].assessment}/sections/{SECTION}/")
        evidence = page.locator(f"#{ref} [data-evidence]")
        if evidence.get_attribute("open") is None:
            evidence.locator("summary").click()
        if how.get("scripts", True):
            expect(evidence).to_have_attribute("data-settled", "1")
        return window, page, evidence

    return visit


def test_chosen_files_are_sent_one_by_one_and_a_refused_one_stays_until_closed(visit):
    _window, page, evidence = visit("q1")
    evidence.locator("input[type=file]").set_input_files(
        [file("台账.pdf", ledger()), file("页面.pdf", SCRIPT), file("看板.png", panel(), PNG)]
    )
    expect(evidence.get_by_role("link", name="台账.pdf", exact=True)).to_be_visible()
    expect(evidence.get_by_role("link", name="看板.png", exact=True)).to_be_visible()
    refused = evidence.locator("[data-uploads] li")
    expect(refused).to_contain_text("页面.pdf")
    expect(refused.get_by_role("alert")).to_contain_text("没有上传：文件已损坏")
    expect(evidence.locator("img.thumb")).to_have_count(2)  # drawn by a worker
    expect(refused).to_have_count(1)

    refused.get_by_role("button", name="关闭").click()
    expect(refused).to_have_count(0)
    expect(page.locator("#q1-file")).to_be_focused()
    assert not page.locator("#q1").get_attribute("data-unsaved")

    evidence.get_by_role("link", name="“看板.png”的预览", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("看板.png")
    assert page.locator("img.picture").evaluate("image => image.naturalWidth") == 960
    page.get_by_role("link", name="返回这一题").click()
    expect(page).to_have_url(re.compile("#q1$"))


def test_a_removed_file_is_brought_back_and_the_keyboard_stays_with_it(visit):
    _window, page, evidence = visit("q2")
    evidence.locator("input[type=file]").set_input_files(file("图纸.pdf", PDF))
    evidence.get_by_role("button", name=re.compile("移除.*图纸")).click()
    expect(evidence).to_contain_text("已移除“图纸.pdf”")
    back = evidence.get_by_role("button", name=re.compile("恢复.*图纸"))
    expect(back).to_be_focused()
    page.keyboard.press("Enter")
    expect(evidence.get_by_role("link", name="图纸.pdf", exact=True)).to_be_visible()


def test_files_are_dropped_onto_the_card_and_nowhere_else(visit):
    _window, page, evidence = visit("q3")
    files = [["一.pdf", PDF.decode()], ["二.pdf", PDF.decode()], ["页面.html", "<b>x</b>"]]
    page.evaluate(DROP, [page.locator("h1").element_handle(), files[:1]])
    page.evaluate(DROP, [evidence.element_handle(), files])
    expect(evidence.get_by_role("link", name=re.compile(r"^[一二]\.pdf$"))).to_have_count(2)
    expect(evidence.locator("[data-uploads] .error")).to_contain_text("没有上传：不支持")
    expect(page.get_by_role("link", name="一.pdf")).to_have_count(1)


def test_a_file_over_the_limit_is_refused_before_it_is_sent(visit):
    _window, page, evidence = visit("q1")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    evidence.locator("input[type=file]").set_input_files(file("大.pdf", b"%PDF-" + b" " * MAX_SIZE))
    expect(evidence.locator("[data-uploads] .error")).to_contain_text("超过 20 MB")
    assert not [url for url in sent if "evidence" in url]


def test_a_broken_line_keeps_the_file_for_another_try(visit):
    window, _page, evidence = visit("q2")
    with window.expect("ERR_INTERNET_DISCONNECTED"):
        window.context.set_offline(True)
        evidence.locator("input[type=file]").set_input_files(file("断线.pdf", PDF))
        row = evidence.locator("[data-uploads] li")
        expect(row).to_contain_text("网络断开")
        window.context.set_offline(False)
    row.get_by_role("button", name="重试").click()
    expect(evidence.get_by_role("link", name="断线.pdf", exact=True)).to_be_visible()


def test_without_scripts_files_come_go_and_come_back(visit):
    _window, _page, evidence = visit("q3", scripts=False)
    evidence.locator("input[type=file]").set_input_files(file("无脚本.pdf", PDF))
    evidence.get_by_role("button", name="上传").click()
    evidence.get_by_role("button", name=re.compile("移除.*无脚本")).click()
    evidence.get_by_role("button", name=re.compile("恢复.*无脚本")).click()
    expect(evidence.get_by_role("link", name="无脚本.pdf", exact=True)).to_be_visible()


def test_nothing_that_was_uploaded_runs_in_the_browser(visit, city):
    """Opened by its address, in a frame, as a script: always a download, never a page."""
    window, page, _evidence = visit("q1")
    ran = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    where = f"/assessments/{city.owners[FIRM].assessment}/evidence/"
    addresses = list(upload(page, where))
    assert len(addresses) == len(TAKEN)
    with window.expect("", *[re.escape(where)]):
        for address in addresses:
            with pytest.raises(Error, match=r"Download is starting|ERR_ABORTED"):
                page.goto(address)
            page.evaluate(EMBED, address)
            page.wait_for_timeout(50)
        ran += page.evaluate("document.title === 'executed' ? ['title'] : []")
    assert ran == []


def upload(page: Page, where: str):
    """Send the strange files as somebody with the address would; their addresses for download."""
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    for number, (name, content) in enumerate(TAKEN.values()):
        ref = f"q{number % 3 + 1}"
        body, kind = multipart(f"{ref}.file", name, content())
        headers = {"Content-Type": kind, "X-CSRFToken": token, "HX-Request": "true"}
        answer = page.request.post(f"{where}add/{ref}/", data=body, headers=headers)
        assert answer.status == 200
        found = re.findall(rf'href="({where}\d+/)"', answer.text())
        yield max(found, key=lambda address: int(address.rstrip("/").rpartition("/")[2]))


def test_a_body_of_ten_gigabytes_is_refused_before_it_is_sent(city):
    head = (
        "POST /assessments/1/evidence/add/q1/ HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 10737418240\r\n\r\n--x"
    )
    with socket.create_connection(("127.0.0.1", city.stack.port), timeout=PATIENCE) as line:
        line.sendall(head.encode())
        assert b" 413 " in line.recv(100)
