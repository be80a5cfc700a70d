"""Forms with rows, tables and branches, filled in by keyboard alone; nothing on them complains."""

import pytest
from playwright.sync_api import expect

from diagnosis.answers import answers_of
from diagnosis.models import PlanCheck, Status
from gongfu.core import clock
from tests.browser.looking import faults_of
from tests.diagnosis.rounds import begin
from tests.factories import WORKSHOP, agreed, assessment, full_answers, published, submitted

pytestmark = pytest.mark.django_db(transaction=True)

EU_DMA = "eu-dma 2023"
# Answers to several cards come back in any order, each with the state of the sheet that it knows.
LATER_STATE_STAYS = """() => [5, 4, 6].map((state) => {
    const say = (name, detail) =>
        document.dispatchEvent(new CustomEvent(`htmx:${name}`, { detail }));
    const part = { target: { id: "part" }, shouldSwap: true };
    say("beforeSwap", { xhr: { getResponseHeader: () => String(state) } });
    say("oobBeforeSwap", part);
    return part.shouldSwap;
})"""


def card_of(hands, ref):
    return hands.page.locator(f"fieldset[id='{ref}']")


def answer(hands, question, value):
    """Give one answer of any kind and wait until it is saved."""
    card = card_of(hands, question.ref)
    if question.has_rows:
        for row, chosen in value["rows"].items():
            cells = card.locator(f"[name='{question.ref}.row.{row}']")
            pick(hands, cells, chosen)
    else:
        pick(hands, card.locator(f"[name='{question.ref}']"), value)
    expect(card.and_(hands.page.locator("[data-state=saved]:not([data-unsaved])"))).to_be_visible()


def pick(hands, inputs, value):
    values = inputs.evaluate_all("all => all.map(each => each.value)")
    if isinstance(value, list):
        for option in value:
            hands.tick(inputs.nth(values.index(option)))
    else:
        hands.choose(inputs, values.index(value))


def test_the_european_form_with_rows_and_tables_is_filled_in_and_submitted(fill):
    framework, answers = published(EU_DMA), full_answers(EU_DMA)
    opened = assessment(framework=EU_DMA)
    hands = fill(opened, "sections/strategy/")
    page = hands.page
    for section in framework.sections:
        expect(page.locator("h1")).to_have_text(framework.texts("en").section(section.ref).title)
        for ref in section.questions:
            answer(hands, framework.questions[ref], answers[ref])
        hands.enter(page.locator("button[name=go][value=next]:not([aria-hidden])"))
    assert answers_of(opened) == answers
    expect(page.locator("h1")).to_have_text("Check your answers before you submit")
    hands.fill(page.locator("#declared_position"), "Head of works")
    hands.tick(page.locator("#confirmed"))
    hands.enter(page.get_by_role("button", name="Submit self-assessment"))
    opened.refresh_from_db()
    assert opened.status == Status.SUBMITTED


def test_none_of_a_row_gives_way_to_the_others_of_that_row(fill):
    opened = assessment(framework=EU_DMA)
    hands = fill(opened, "sections/strategy/", width=390)
    cell = "[name='q1.row.{}'][value={}]".format
    hands.tick(hands.page.locator(cell("design", "have")))
    hands.tick(hands.page.locator(cell("planning", "none")))
    hands.tick(hands.page.locator(cell("planning", "plan")))
    expect(hands.page.locator(cell("planning", "none"))).not_to_be_checked()
    expect(hands.page.locator(cell("design", "have"))).to_be_checked()
    expect(card_of(hands, "q1")).to_contain_text("8 rows are still open")


def test_questions_come_and_go_with_the_answers_that_lead_to_them(fill):
    opened = assessment(framework=WORKSHOP)
    framework = published(WORKSHOP)
    hands = fill(opened, "sections/base/")
    page = hands.page
    expect(card_of(hands, "cloud-kind")).to_have_count(0)
    answer(hands, framework.questions["cloud"], "B")
    expect(card_of(hands, "cloud-kind")).to_be_visible()
    expect(page.locator("#branching")).to_have_text(
        "1 question appeared that this answer leads to."
    )
    answer(hands, framework.questions["cloud-kind"], "C")
    expect(page.locator("#count-rail")).to_have_text("2/6")
    hands.reach(page.locator("[name=cloud][value=B]"))
    hands.press("ArrowUp")
    expect(card_of(hands, "cloud-kind")).to_have_count(0)
    expect(page.locator("#count-rail")).to_have_text("1/5")
    assert answers_of(opened) == {"cloud": "A", "cloud-kind": "C"}

    hands.fill(page.locator("[name='robots.robots']"), "12")
    expect(page.locator("#rail-rail")).to_contain_text("Sheds")
    assert page.evaluate(LATER_STATE_STAYS) == [True, False, True]


def test_a_part_is_cut_with_a_reason_and_its_questions_vanish(fill):
    opened = assessment(framework=WORKSHOP)
    hands = fill(opened, "sections/goods/")
    page = hands.page
    reason = page.locator("#scope-logistics-reason")
    expect(reason).to_be_hidden()
    hands.reach(page.locator("[name=scope-logistics]").first)
    hands.press("Space")
    hands.press("ArrowDown")
    expect(reason).to_be_visible()
    expect(card_of(hands, "scope-logistics")).to_contain_text("Please give the reason")
    expect(card_of(hands, "store")).to_be_visible()
    hands.fill(reason, "Partners carry the goods")
    expect(card_of(hands, "store")).to_have_count(0)
    expect(card_of(hands, "ship")).to_have_count(0)
    expect(reason).to_have_value("Partners carry the goods")
    assert answers_of(opened)["scope-logistics"]["reason"] == "Partners carry the goods"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_of_a_release_with_everything_hold_what_every_page_must(fill, language, settings):
    settings.GONGFU_DEMO = True
    cut = {"option": "out", "reason": "运费外包" if language == "zh" else "None of its own"}
    done = submitted(framework=WORKSHOP, use="A", **{"scope-logistics": cut})
    opened = assessment(framework=WORKSHOP, cloud="B", plans={"rows": {"sales": ["H"]}})
    release = "../../frameworks/workshop/1/"
    pages = [(opened, path) for path in ("", "sections/base/", "sections/goods/", "check/")]
    pages += [(done, path) for path in ("result/", "passport/", "receipt/", release)]
    assert faults_on(fill, pages, language) == []


def faults_on(fill, pages, language):
    """What is wrong with pages of assessments at either width."""
    faults = []
    for one, path in pages:
        hands = fill(one, path, language=language)
        for width in (1280, 390):
            hands.page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{path} {width}: {fault}" for fault in faults_of(hands.page, language)]
    return faults


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_of_a_second_round_hold_what_every_page_must(fill, language, settings, last, again):
    """Among them the form of a check, which a consultant sees only once interests are disclosed."""
    settings.GONGFU_DEMO = True
    begin(again)
    check = agreed(last).checks.earliest("due_on")
    PlanCheck.objects.filter(pk=check.pk).update(due_on=clock.today())
    pages = [(again, path) for path in ("", "unchanged/", "sections/production/", "check/")]
    pages.append((last, f"plan/checks/{check.pk}/"))
    assert faults_on(fill, pages, language) == []
