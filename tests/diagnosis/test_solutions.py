"""Authors write solutions by form and by file, try them, publish and withdraw them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from diagnosis import catalogue
from diagnosis.cataloguing.forms import inputs_of, options_text, options_tree, put_inputs
from diagnosis.cataloguing.placing import input_of
from diagnosis.cataloguing.reviewing import review_source
from diagnosis.cataloguing.rules import facets_of, put_rules, rules_of
from diagnosis.cataloguing.sources import (
    digest_of_source,
    present_source,
    present_sources,
    supplied_source,
)
from diagnosis.drafting.files import read_tree
from diagnosis.library import library, shipped, solutions
from diagnosis.maturity.fitting import ruled_out
from diagnosis.models import PlanItem, SolutionDraft, SolutionEdition
from diagnosis.services.cataloguing import (
    offer_solution,
    publish_solution,
    start_solution,
    withdraw_solution,
)
from gongfu.core.errors import Conflict, Invalid
from gongfu.core.models import AuditEntry
from tests.diagnosis.drafts import text
from tests.factories import industry
from tests.factories import published as published_framework

pytestmark = pytest.mark.django_db

REF = "mes-basic"


def url(name: str, *args: object) -> str:
    return reverse(f"diagnosis:{name}", args=args)


def changed(old: str, new: str, ref: str = REF) -> str:
    source = present_source(ref)
    assert old in source
    return source.replace(old, new, 1)


def published(author, source: str) -> SolutionEdition:
    draft = start_solution(source=source, actor=author)
    onto = digest_of_source(present_source(draft.ref))
    return publish_solution(draft=draft, revision=1, onto=onto, actor=author)


@pytest.fixture
def draft(author) -> SolutionDraft:
    return start_solution(source=present_source(REF), actor=author)


def test_a_form_that_is_sent_back_as_it_is_changes_nothing():
    for ref in shipped():
        tree = read_tree(supplied_source(ref), ref)
        assert put_inputs(tree, inputs_of(tree)) == tree
        assert put_rules(tree, rules_of(tree)) == tree


@pytest.mark.parametrize("tree", ["D", ["G", "H"], {"a": "5", "b": ["have", "plan"]}])
def test_options_are_read_as_they_are_written(tree):
    assert options_tree(options_text(tree)) == tree


def test_a_rule_beyond_the_ticks_stays_yaml():
    assert facets_of({"any": [{"profile": "size", "is": ["micro"]}]}) is None
    test = {"not": {"profile": "size", "is": ["micro"]}}
    assert facets_of(test) == {"size": ("but", ["micro"])}


@pytest.mark.parametrize(
    ("tests", "is_yaml"),
    [
        ({"a-1": {"answer": "q1", "is": ["B", "C"]}, "b-1": {"answer": "q2", "is": ["D"]}}, False),
        ({"a-1": {"all": [{"answer": "q1", "is": ["B"]}, {"answer": "q1", "is": ["C"]}]}}, False),
        ({"a-1": {"answer": "q5", "row": "sales", "is": ["have"]}}, False),
        ({"a-1": {"any": [{"answer": "q1", "is": ["B"]}]}}, True),
        ({"a-1": {"field": "q2.total", "at_least": "3"}}, True),
        ({"a-1": {"answer": "q1", "is": [["B"]]}}, True),
    ],
)
def test_answers_that_show_a_precondition_are_inputs_and_come_back_whole(tests, is_yaml):
    tree = {"preconditions": [{"text": {"zh": "一", "en": "One"}, "tests": tests}]}
    typed = rules_of(tree)
    assert ("preconditions.0.tests" in typed) == is_yaml
    assert put_rules(tree, typed) == tree


def test_a_complaint_about_a_precondition_leads_to_its_line():
    tree = read_tree(changed("answer: q1, is: [B, C", "answer: q1, is: [B, Z"), REF)
    key = "preconditions[1].tests.miit-sme-2024"
    typed = rules_of(tree)
    assert typed[input_of(key, tree)] == "q1"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('low: "50"', 'low: "500"', "cost.low"),
        ("closes: operation", "closes: moon", "closes"),
        ("question: s06", "question: s99", "effects.miit-sme-2024[1].question"),
        ('question: s06, at_least: "2"', 'question: s06, at_least: "99"', "[1].at_least"),
        ("answer: q1, is: [B, C", "answer: q1, is: [B, Z", "preconditions[1].tests"),
        ("area: production\n", "area: production\nrequires: [moon]\n", "requires"),
        ("names: {zh: 制造执行系统（MES）基础版, en: ", "names: {zh: '', en: ", "names.zh"),
    ],
)
def test_what_is_wrong_is_named_by_file_key_and_what_was_expected(old, new, key):
    review = review_source(changed(old, new), "mine.yaml")
    assert key in review.complaints[0].key
    assert str(review.complaints[0]).startswith("mine.yaml: ")


def test_every_key_that_cannot_be_read_is_told():
    broken = changed('low: "50"', 'low: "much"').replace("origin: domestic", "origin: a b")
    assert {each.key for each in review_source(broken).complaints} == {"cost.low", "origin"}


class TestPublishing:
    def test_the_first_edition_is_the_text_that_it_came_with(self, author):
        edition = published(author, changed('high: "120"', 'high: "90"'))
        first = SolutionEdition.objects.get(ref=REF, number=1)
        assert (edition.number, first.source) == (2, supplied_source(REF))
        assert solutions()[REF].cost.high == 90
        assert AuditEntry.objects.filter(action="diagnosis:solution_publish").count() == 1

    def test_an_agreed_plan_keeps_what_it_meant(self, author):
        before = PlanItem(solution=REF)
        second = published(author, changed('high: "120"', 'high: "90"'))
        between = PlanItem(solution=REF, edition=second)
        published(author, changed('high: "90"', 'high: "80"'))
        costs = [library().as_agreed(each).cost.high for each in (before, between)]
        assert (costs, solutions()[REF].cost.high) == ([120, 90], 80)

    def test_nobody_publishes_over_an_edition_that_was_not_seen(self, author, draft):
        seen = digest_of_source(present_source(REF))
        published(author, changed('high: "120"', 'high: "90"'))
        with pytest.raises(Conflict):
            publish_solution(draft=draft, revision=1, onto=seen, actor=author)

    def test_an_unsound_draft_is_refused(self, author):
        with pytest.raises(Invalid, match=r"closes: .*moon"):
            published(author, changed("closes: operation", "closes: moon"))

    def test_a_withdrawn_solution_is_known_but_not_offered_until_it_is_again(self, author):
        alone = next(
            ref for ref in shipped() if not any(ref in e.requires for e in shipped().values())
        )
        withdraw_solution(ref=alone, reason="superseded", actor=author)
        assert alone not in solutions()
        assert alone in library().known
        offer_solution(ref=alone, actor=author)
        assert alone in solutions()

    def test_what_others_need_is_not_withdrawn(self, author):
        needed = next(ref for each in shipped().values() for ref in each.requires)
        with pytest.raises(Invalid, match="need it first"):
            withdraw_solution(ref=needed, reason="superseded", actor=author)


class TestPublishingTogether:
    """Two new solutions of which one needs the other, and an edition beside them."""

    @pytest.fixture
    def made(self, author) -> list[SolutionDraft]:
        first = changed("ref: mes-basic", "ref: new-first")
        then = changed("ref: mes-basic", "ref: new-then\nrequires: [new-first]")
        sources = (then, first, changed('high: "120"', 'high: "90"'))
        return [start_solution(source=each, actor=author) for each in sources]

    def look(self, desk, made):
        page = desk.get(url("solutions_publish"), {"draft": [each.pk for each in made]})
        sides = page.context["sides"]
        posted = {f"onto-{side.draft.pk}": side.onto for side in sides}
        posted |= {f"revision-{side.draft.pk}": side.draft.revision for side in sides}
        return page, posted | {"draft": [each.pk for each in made]}

    def test_what_one_needs_another_of_them_brings(self, desk, made):
        alone = desk.get(url("solution_publish", made[0].pk))
        assert "requires: expected a solution that exists, found new-first" in text(alone)
        assert list(alone.context["needed"]) == [made[1]]
        page, posted = self.look(desk, made)
        assert page.context["ready"]
        done = desk.post(url("solutions_publish"), posted, follow=True)
        assert "3 solutions are published" in text(done)
        assert {"new-first", "new-then"} <= set(solutions())
        assert solutions()[REF].cost.high == 90

    @pytest.mark.parametrize("gone", [True, False])
    def test_all_or_none(self, desk, made, gone):
        _page, posted = self.look(desk, made)
        if gone:
            made[2].delete()
        else:
            made[2].source = changed("closes: operation", "closes: moon")
            made[2].save()
        page = desk.post(url("solutions_publish"), posted)
        assert page.status_code == (409 if gone else 422)
        assert not SolutionEdition.objects.exists()
        assert "new-first" not in solutions()

    def test_needing_each_other_in_a_circle_is_refused_for_every_one(self, desk, author):
        made = [
            start_solution(
                source=changed("ref: mes-basic", f"ref: {one}\nrequires: [{other}]"), actor=author
            )
            for one, other in (("new-a", "new-b"), ("new-b", "new-a"))
        ]
        page, _posted = self.look(desk, made)
        keys = [[each.key for each in side.review.complaints] for side in page.context["sides"]]
        assert keys == [["requires"], ["requires"]]


class TestCosts:
    def test_all_files_cost_one_query_however_many_editions_there_are(
        self, author, desk, django_assert_num_queries
    ):
        for ref in ("mes-basic", "erp-core", "aps"):
            published(author, changed("risks:", "# mine\nrisks:", ref).replace("zh: ", "zh: 新", 1))
        numbers = library().numbers
        with django_assert_num_queries(2):  # the state of the library, and all texts
            found = present_sources()
        assert len(numbers) == 3
        assert set(found) == set(shipped())

    def test_releases_that_are_parsed_cost_one_query_without_their_texts(
        self, django_assert_num_queries
    ):
        published_framework()
        catalogue.published()
        with django_assert_num_queries(1) as queries:
            found = catalogue.published()
        assert "miit-sme 2024" in [str(release) for release, _framework in found]
        assert "source" not in queries[0]["sql"]


class TestPages:
    def test_the_whole_way_in_the_browser(self, desk):
        """Begin, forbid micro and small firms, see it tried, save, publish."""
        desk.post(url("solution_drafts"), {"begin": REF})
        draft = SolutionDraft.objects.get()
        typed = rules_of(read_tree(draft.source, REF)) | {
            "fit.0.text.zh": "适合中型及以上企业。",
            "fit.0.text.en": "For medium firms and larger.",
            "fit.0.size.mode": "but",
            "fit.0.size": ["small", "micro"],
        }
        fit = url("solution_fit", draft.pk)
        tried = desk.post(fit, {**typed, "revision": 1, "action": "try"})
        told = {str(each.firm.name): each for each in tried.context["verdicts"]}
        assert told["Car parts, small"].why == "For medium firms and larger."
        assert told["Chemicals, medium"].offered
        assert "not saved yet" in text(tried)
        desk.post(fit, {**typed, "revision": 1})
        page = desk.get(url("solution_publish", draft.pk))
        assert "fit[1]" in text(page)
        posted = {"revision": 2, "onto": page.context["side"].onto}
        done = desk.post(url("solution_publish", draft.pk), posted, follow=True)
        assert "For medium firms and larger." in text(done)
        assert desk.get(url("solution_draft", draft.pk)).url == url("solution_edition", REF, 2)
        assert "fit[1]" in text(desk.get(url("solution_edition", REF, 2)))

    def test_an_error_stands_at_its_input(self, desk, draft):
        typed = inputs_of(read_tree(draft.source, REF)) | {"effects.1.question": "s99"}
        page = desk.post(url("solution_draft", draft.pk), {**typed, "revision": 1}, follow=True)
        assert 'href="#effects-1-question"' in page.content.decode()
        assert 'id="effects-1-question-error"' in page.content.decode()

    def test_who_saves_over_another_is_told(self, desk, draft):
        typed = inputs_of(read_tree(draft.source, REF))
        path = url("solution_draft", draft.pk)
        assert desk.post(path, {**typed, "revision": 1}).status_code == 302
        page = desk.post(path, {**typed, "revision": 1, "benefit.en": "Mine"})
        assert (page.status_code, "Mine" in page.content.decode()) == (409, True)

    @pytest.mark.parametrize("order", ["", "-cost", "name", "months", "moon"])
    def test_the_library_is_filtered_sorted_and_paged(self, desk, order):
        page = desk.get(url("solutions"), {"area": "plant", "o": order})
        found = {each.solution.ref for each in page.context["page"].rows}
        assert found == {ref for ref, each in shipped().items() if each.area == "plant"}

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ({"division": "17"}, lambda e: not ruled_out(e, {"division": "17"})),
            ({"size": "micro"}, lambda e: not ruled_out(e, {"size": "micro"})),
            ({"framework": "eu-dma-2023"}, lambda e: "eu-dma-2023" in e.effects),
            ({"framework": "moon"}, lambda e: True),
        ],
    )
    def test_the_library_is_narrowed_to_a_firm_and_to_a_framework(self, desk, given, kept):
        industry("17")
        published_framework()
        page = desk.get(url("solutions"), given)
        wanted = [ref for ref, each in library().known.items() if kept(each)]
        assert page.context["page"].total == len(wanted)


class TestFiles:
    def upload(self, desk, *files):
        made = [SimpleUploadedFile(name, content.encode()) for name, content in files]
        return desk.post(url("solution_drafts"), {"begin": "files", "files": made})

    def test_the_archive_taken_back_makes_no_draft_but_for_what_changed(self, desk):
        answer = desk.get(url("solutions_files"))
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            texts = [(name, archive.read(name).decode()) for name in archive.namelist()]
        mine = [(name, each.replace('high: "120"', 'high: "90"')) for name, each in texts]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, each in mine:
                archive.writestr(name, each)
        desk.post(
            url("solution_drafts"),
            {"begin": "files", "files": SimpleUploadedFile("all.zip", out.getvalue())},
        )
        wanted = {ref for ref in shipped() if 'high: "120"' in supplied_source(ref)}
        assert set(SolutionDraft.objects.values_list("ref", flat=True)) == wanted

    def test_one_broken_file_stops_all(self, desk):
        good = changed('high: "120"', 'high: "90"')
        bad = changed("closes: operation", "closes: moon")
        page = self.upload(desk, ("good.yaml", good), ("bad.yaml", bad))
        assert page.status_code == 422
        assert "bad.yaml: closes: " in text(page)
        assert not SolutionDraft.objects.exists()

    def test_two_files_of_one_name_are_refused_and_neither_is_lost(self, desk):
        one, other = (changed('high: "120"', f'high: "{high}"') for high in (80, 90))
        page = self.upload(desk, ("mes.yaml", one), ("mes.yaml", other))
        assert page.status_code == 422
        assert "mes.yaml: expected each file once" in text(page)
        assert not SolutionDraft.objects.exists()
