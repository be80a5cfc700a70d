"""Filling in, result, passport and framework page of every release, and what branches in them."""

import re
from html import unescape

import pytest

from diagnosis.answers import answers_of
from diagnosis.catalogue import SHIPPED, framework_for, framework_of
from diagnosis.models import Score
from diagnosis.presenting import result_of
from diagnosis.services.reviewing import start_review
from diagnosis.services.scoring import compute
from gongfu.core.languages import django_code
from gongfu.core.models import User
from tests.factories import (
    WORKSHOP,
    assessment,
    consultant_for,
    full_answers,
    give,
    member_of,
    published,
    submitted,
)

pytestmark = pytest.mark.django_db

IMPULS, EU_DMA, SIRI = "impuls-industrie40 2015", "eu-dma 2023", "siri-bands 2020"
DISCRETE = "gbt-39116-discrete 2020"
KEYS = [" ".join(path.stem.rsplit("-", 1)) for path in sorted(SHIPPED.glob("*.yaml"))]
KEYS.append(WORKSHOP)
CUT = {"option": "out", "reason": "Partners carry the goods"}
NOT_APPLICABLE = {"option": "N", "reason": "No daily work"}


def said(response):
    """What a page says, without its markup."""
    body = re.sub(r"<(script|head)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture
def reads(firm):
    """A page of an assessment in a language, read by a member of the firm."""

    def reads(opened, path, language="en"):
        browser = firm(opened)
        user = User.objects.filter(pk=member_of(opened).user_id)
        user.update(language=django_code(language))
        browser.cookies["gongfu-language"] = django_code(language)
        response = browser.get(path)
        assert response.status_code == 200, path
        return said(response)

    return reads


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_every_page_of_every_release_can_be_read(key, language, reads):
    done = submitted(framework=key)
    framework, at = framework_for(done), f"/assessments/{done.pk}/"
    texts = framework.texts(language)
    for section in framework.sections:
        if any(ref not in done.scores.get().document["hidden"] for ref in section.questions):
            assert texts.section(section.ref).title in reads(
                done, f"{at}sections/{section.ref}/", language
            )
    result = result_of(done, language)
    page = reads(done, f"{at}result/", language)
    assert result.total.shown in page
    assert (result.level_name or texts.short_name) in page
    assert result.total.exact in reads(done, f"{at}passport/", language)
    for path in (at, f"{at}check/", f"{at}receipt/", f"{at}history/", "/my/"):
        reads(done, path, language)
    release = reads(done, f"/frameworks/{key.replace(' ', '/')}/", language)
    plain = framework_of(done.release).texts(language)  # it names no years
    assert all(plain.question(ref).text.split("\n")[0] in release for ref in framework.questions)


@pytest.mark.parametrize("key", KEYS)
def test_nothing_but_the_stored_score_is_shown(key):
    """Scoring the stored answers again gives the stored document, hence the same page."""
    done = submitted(framework=key)
    kept = done.scores.get()
    again = compute(assessment=done, kind=Score.Kind.SELF).score
    assert again.passport == kept.passport
    assert again.inputs_digest == kept.inputs_digest


def save(browser, opened, ref, **form):
    url = f"/assessments/{opened.pk}/answers/{ref}/"
    posted = {name.replace("__", "."): value for name, value in form.items()}
    return browser.post(url, posted, headers={"HX-Request": "true"})


# Rows, tables and reasons


def test_a_table_is_saved_row_by_row_and_says_what_is_open(firm):
    opened = assessment(framework=WORKSHOP)
    part = save(firm(opened), opened, "systems", systems__row__hall="C")
    assert answers_of(opened) == {"systems": {"rows": {"hall": "C"}}}
    assert "2 rows are still open" in part.content.decode()
    assert opened.__class__.objects.get(pk=opened.pk).answered == 0


def test_a_reason_is_asked_for_and_kept_with_the_answer(firm):
    opened = assessment(framework=WORKSHOP)
    browser = firm(opened)
    part = save(browser, opened, "use", use="N")
    assert "Please give the reason" in part.content.decode()
    save(browser, opened, "use", use="N", use__reason=" No daily\r\nwork ", use__rev="1")
    assert answers_of(opened)["use"] == NOT_APPLICABLE
    page = browser.get(f"/assessments/{opened.pk}/sections/base/").content.decode()
    assert "No daily work</textarea>" in page


def test_a_reason_that_cannot_be_kept_is_told_at_its_field(firm):
    opened = assessment(framework=WORKSHOP)
    response = save(firm(opened), opened, "use", use="N", use__reason="x" * 1001)
    assert response.status_code == 422
    assert 'data-wrong="use-reason"' in response.content.decode()
    assert answers_of(opened) == {}


def test_the_none_of_a_row_excludes_the_rest_of_that_row_only(firm):
    opened = assessment(framework=WORKSHOP)
    browser = firm(opened)
    form = {"plans__row__sales": ["O"], "plans__row__making": ["P", "H"]}
    assert save(browser, opened, "plans", **form).status_code == 200
    form["plans__row__sales"] = ["O", "H"]
    response = save(browser, opened, "plans", plans__rev="1", **form)
    assert response.status_code == 422
    assert "cannot be chosen together" in response.content.decode()


def test_a_conflict_of_two_tables_shows_both_row_by_row(firm):
    opened = assessment(framework=WORKSHOP)
    give(opened, plans={"rows": {"sales": ["H"], "making": ["P"]}})
    form = {"plans__row__sales": ["P"], "plans__rev": "0", "sender": "page.1"}
    part = unescape(save(firm(opened), opened, "plans", **form).content.decode())
    assert "Sales: In place; Making: Planned" in part
    assert "Sales: Planned" in part


def test_history_tells_rows_and_reasons(reads):
    opened = assessment(framework=WORKSHOP, use=NOT_APPLICABLE)
    give(opened, plans={"rows": {"sales": ["H"]}}, use="B")
    page = reads(opened, f"/assessments/{opened.pk}/history/")
    assert "(reason: No daily work)" in page
    assert "Sales: In place" in page


# Branching


def section(browser, opened, ref="base"):
    return browser.get(f"/assessments/{opened.pk}/sections/{ref}/").content.decode()


def test_a_question_appears_in_place_when_an_answer_leads_to_it(firm):
    opened = assessment(framework=WORKSHOP)
    browser = firm(opened)
    assert '<fieldset class="card question" id="cloud-kind"' not in section(browser, opened)
    shown = "use,systems,plans,robots,cloud"
    part = save(browser, opened, "cloud", cloud="B", shown=shown).content.decode()
    assert 'id="cloud-kind" hx-swap-oob="true"' in part
    assert "1 question appeared" in part
    assert 'id="rail-rail" hx-swap-oob="true"' in part
    part = save(browser, opened, "cloud", cloud="A", cloud__rev="1", shown=f"{shown},cloud-kind")
    assert '<div id="cloud-kind" hidden hx-swap-oob="true">' in part.content.decode()


def test_without_script_the_page_stays_where_questions_appeared(firm):
    opened = assessment(framework=WORKSHOP)
    browser, url = firm(opened), f"/assessments/{opened.pk}/sections/base/"
    form = {"cloud": "B", "cloud.rev": "0", "go": "next"}
    assert browser.post(url, form)["Location"].endswith("/sections/base/#cloud-kind")
    page = section(browser, opened)
    assert "1 question appeared" in page
    assert '<fieldset class="card question" id="cloud-kind"' in page


def test_a_hidden_answer_is_kept_but_neither_counted_nor_shown(firm, reads):
    opened = assessment(framework=WORKSHOP, cloud="B", **{"cloud-kind": "C"})
    before = opened.__class__.objects.get(pk=opened.pk)
    give(opened, cloud="A")
    after = opened.__class__.objects.get(pk=opened.pk)
    assert (after.answered, after.total) == (before.answered - 1, before.total - 1)
    assert answers_of(opened)["cloud-kind"] == "C"
    assert "Cloud use" not in reads(opened, f"/assessments/{opened.pk}/check/")
    firm(opened).post(f"/assessments/{opened.pk}/sections/base/", {"cloud": "A", "cloud.rev": "2"})
    assert answers_of(opened)["cloud-kind"] == "C"
    give(opened, cloud="B")
    assert "Cloud use" in reads(opened, f"/assessments/{opened.pk}/check/")


def test_a_section_that_asks_nothing_is_not_in_the_list(firm, reads):
    opened = assessment(framework=WORKSHOP)
    assert "Sheds" not in reads(opened, f"/assessments/{opened.pk}/")
    browser = firm(opened)
    assert browser.get(f"/assessments/{opened.pk}/sections/sheds/").status_code == 302
    give(opened, robots={"fields": {"robots": "12"}})
    assert "Sheds" in reads(opened, f"/assessments/{opened.pk}/")
    assert "0/1 question" in reads(opened, f"/assessments/{opened.pk}/")


def test_what_was_cut_is_named_with_its_reason_and_never_as_nothing(reads):
    done = submitted(framework=WORKSHOP, use=NOT_APPLICABLE, **{"scope-logistics": CUT})
    result = result_of(done, "en")
    logistics = next(axis for axis in result.axes if axis.ref == "logistics")
    assert (logistics.earned, logistics.rate, logistics.cut) == (None, None, CUT["reason"])
    assert [part.name for part in result.cut] == ["Logistics"]
    assert [question.ref for question in result.excluded] == ["use"]
    assert not {"store", "ship"} & {question.ref for question in result.questions}
    page = reads(done, f"/assessments/{done.pk}/result/")
    assert "Logistics not assessed" in page
    assert "No daily work" in page
    assert CUT["reason"] in reads(done, f"/assessments/{done.pk}/passport/")


# Results


def test_the_lowest_level_may_be_number_nought():
    done = submitted(framework=IMPULS, **everything(IMPULS, 0))
    result = result_of(done, "en")
    assert (result.rank, result.level_name, result.next_level.rank) == (0, "Outsider", 1)


def test_a_release_without_levels_shows_its_bands_alone(reads):
    done = submitted(framework=SIRI)
    result = result_of(done, "en")
    assert (result.rank, result.levels, result.gap_text) == (None, (), "")
    page = reads(done, f"/assessments/{done.pk}/result/")
    assert "highest level" not in page
    assert "Vertical 2 / 5" in page


def test_the_passport_writes_every_rule_out(reads):
    done = submitted(framework=WORKSHOP, cloud="A", store="B", ship="C", **{"machines-2": "B"})
    page = reads(done, f"/assessments/{done.pk}/passport/")
    assert "min(0.5, 1) = 0.5; × 100 = 50" in page
    assert "level 2: (1 + 0.5) ÷ 2 = 0.75 (75%) not passed" in page
    assert "(1 + 0.75) ÷ 2 = 0.875; × 2 = 1.75" in page
    assert "(2 × 1 + 1 × 0.5 + 1 × 1 + 1 × 1) ÷ 5 = 0.9; × 100 = 90" in page


def test_blocking_answers_of_rows_name_row_and_option():
    answers = everything(EU_DMA, 0) | {"q4": rows(EU_DMA, "q4", "1")}
    result = result_of(submitted(framework=EU_DMA, **answers), "en")
    assert result.rank == 1
    assert any(": " in blocker.need for blocker in result.blockers)


def test_a_long_way_is_folded_up_by_section(reads):
    done = submitted(framework=DISCRETE, **everything(DISCRETE, 0))
    result = result_of(done, "en")
    assert len(result.first_blockers) == 10
    rest = [blocker for _title, blockers in result.more_blockers for blocker in blockers]
    assert sorted((*result.first_blockers, *rest), key=result.blockers.index) == [*result.blockers]
    assert len(rest) == result.folded_blockers
    page = reads(done, f"/assessments/{done.pk}/result/")
    assert f"{len(rest)} more answers of this way, by section" in page


def test_core_questions_and_alternatives_are_told_in_words():
    done = submitted(framework=WORKSHOP, use="A", store="A", ship="A", **{"people-1": "A"})
    result = result_of(done, "en")
    core = result.levels[1].conditions[1]
    assert (core.kind, core.label) == ("items", "All core questions at 5 points")
    assert core.lacking == ("Daily use", "Store")
    either = result.levels[2].conditions[1]
    assert either.label == "Total score; or Requirements of level 2 in “Steps”"
    assert [each.kind for each in either.of] == ["score", "passed"]


def everything(key, place):
    """The option at one place for every question, without reasons."""
    return {ref: at_place(key, ref, place) for ref in full_answers(key)}


def at_place(key, ref, place):
    question = questions(key)[ref]
    options = [option.ref for option in question.options if not option.reason]
    if question.has_rows:
        return rows(key, ref, options[place])
    return [options[place]] if question.is_multi else options[place]


def rows(key, ref, option):
    question = questions(key)[ref]
    return {"rows": {row: [option] if question.takes_many else option for row in question.rows}}


def questions(key):
    return published(key).questions


# On site


def test_a_visit_finds_rows_and_reasons_and_asks_what_the_findings_lead_to(sign_in):
    done = submitted(framework=WORKSHOP, cloud="A")
    consultant = consultant_for(done)
    start_review(assessment=done, actor=consultant)
    browser, url = sign_in(consultant), f"/assessments/{done.pk}/review/base/"
    assert 'id="cloud-kind"' not in browser.get(url).content.decode()
    found = {
        "systems.verdict": "adjust",
        "systems.row.office": "N",
        "systems.row.hall": "C",
        "systems.row.yard": "A",
        "systems.reason": "No office",
        "systems.grounds": "Seen in the hall",
        "cloud.verdict": "adjust",
        "cloud": "B",
        "cloud.grounds": "A contract was shown",
    }
    assert browser.post(url, found).status_code == 302
    assert answers_of(done, "site")["systems"] == {
        "rows": {"office": "N", "hall": "C", "yard": "A"},
        "reason": "No office",
    }
    page = said(browser.get(url))
    assert "No office" in page
    assert "How far is the cloud used?" in page
