"""Writing a framework in the browser, page by page, refusals included."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from diagnosis.drafting.files import Files, read_trees
from diagnosis.drafting.starting import BLANK
from diagnosis.drafting.uploads import zip_file
from diagnosis.drafting.workbook.book import workbook_file
from diagnosis.models import Draft, Release
from diagnosis.services.drafting import edit_draft, start_draft
from diagnosis.services.publishing import publish_shipped
from diagnosis.services.publishing_drafts import publish_draft
from gongfu.core.models import AuditEntry, Role
from tests.factories import as_regulator, as_role

pytestmark = pytest.mark.django_db

PAGES = ["draft", "draft_head", "draft_preview", "draft_publish", "draft_upload", "draft_discard"]


@pytest.fixture
def author():
    return as_role(Role.AUTHOR)


@pytest.fixture
def client(author, sign_in):
    return sign_in(author)


@pytest.fixture
def draft(author) -> Draft:
    return start_draft(files=BLANK, actor=author)


def url(name: str, draft: Draft, *more: str) -> str:
    return reverse(f"diagnosis:{name}", args=[draft.pk, *more])


def trees(draft: Draft):
    draft.refresh_from_db()
    return read_trees(Files.of_draft(draft))


def text(response) -> str:
    """What can be read on the page."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(plain.replace("&quot;", '"').replace("&#x27;", "'").split())


def question_form(**changes: str) -> dict[str, object]:
    """The form of question q1 as its page holds it."""
    form: dict[str, object] = {
        "revision": "1", "q.kind": "single", "q.max": "100", "q.sources": ["document"],
        "q.rest": "slug: first-question", "w.zh/questions/q1/text": "要问的问题",
        "w.en/questions/q1/text": "The question",
    }  # fmt: skip
    for number, (ref, points) in enumerate({"A": "0", "B": "50", "C": "100"}.items()):
        form |= {f"o.{number}.ref": ref, f"o.{number}.points": points}
    return form | changes


@pytest.mark.parametrize("shipped", [False, True])
def test_every_page_of_a_draft_opens(client, author, draft, shipped):
    if shipped:
        for release in publish_shipped():
            draft = start_draft(files=Files.of_release(release), actor=author, based_on=release)
            for page in PAGES:
                assert client.get(url(page, draft)).status_code == 200, (release, page)
        return
    pages = [url(page, draft) for page in PAGES] + [
        reverse("diagnosis:drafts"),
        url("draft_question", draft, "q1"),
        url("draft_weights", draft, "total"),
        url("draft_section", draft, "first"),
        url("draft_preview_section", draft, "first"),
        *(url("draft_words", draft, group) for group in ("parts", "levels", "sources", "scales")),
        *(url("draft_file", draft, which) for which in ("rules", "zh", "en", "samples")),
    ]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("draft_question", ["q9"]),
        ("draft_weights", ["nothing"]),
        ("draft_section", ["nothing"]),
        ("draft_words", ["questions"]),
        ("draft_file", ["fr"]),
        ("draft_preview_section", ["nothing"]),
        ("draft_download", ["exe"]),
    ],
)
def test_what_is_not_in_the_draft_is_not_found(client, draft, name, more):
    assert client.get(url(name, draft, *more)).status_code == 404


@pytest.mark.parametrize("role", [Role.CITY_REGULATOR, Role.OPERATOR, Role.AUDITOR])
def test_nobody_but_an_author_opens_drafts(sign_in, draft, role):
    actor = as_regulator() if role == Role.CITY_REGULATOR else as_role(role)
    for page in (reverse("diagnosis:drafts"), url("draft", draft), url("draft_publish", draft)):
        assert sign_in(actor).get(page).status_code == 403
        assert sign_in(actor).post(page).status_code in (403, 405)


class TestBeginning:
    def begin(self, client, **form):
        return client.post(reverse("diagnosis:drafts"), form)

    def test_a_new_version_of_a_release(self, client):
        release = next(r for r in publish_shipped() if r.ref == "miit-sme")
        self.begin(client, begin="release", release=release.pk, version="2026")
        draft = Draft.objects.get()
        assert (str(draft), draft.based_on) == ("miit-sme 2026", release)

    def test_blank(self, client):
        self.begin(client, begin="blank")
        assert str(Draft.objects.get()) == "my-framework 1"

    def test_from_an_archive(self, client):
        file = SimpleUploadedFile("x.zip", zip_file(BLANK, "my-framework-1").read())
        self.begin(client, begin="files", files=[file])
        assert Draft.objects.get().texts == BLANK.texts

    def test_from_the_template_workbook(self, client):
        book = client.get(reverse("diagnosis:draft_template", args=["xlsx"]))
        file = SimpleUploadedFile("mine.xlsx", b"".join(book.streaming_content))
        self.begin(client, begin="files", files=[file])
        assert trees(Draft.objects.get()) == read_trees(BLANK)

    def test_a_workbook_with_a_fault_names_sheet_row_and_column(self, client):
        response = self.begin(client, begin="files", files=[workbook("options", "C3", "=1+1")])
        assert response.status_code == 422
        assert "mine.xlsx: sheet options, row 3: points: expected a value" in text(response)
        assert not Draft.objects.exists()

    def test_an_unsound_workbook_is_taken_and_its_complaint_located(self, client):
        book = workbook("options", "C4", "90")
        response = client.post(
            reverse("diagnosis:drafts"), {"begin": "files", "files": [book]}, follow=True
        )
        assert response.status_code == 200
        assert "sheet questions, row 2: my-framework-1.yaml: questions.q1" in text(response)

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"language: en", "none holds the rules"),
            (b"a: [", "rules.yaml: line 2: expected valid YAML"),
        ],
    )
    def test_files_that_are_none_are_refused(self, client, content, said):
        file = SimpleUploadedFile("rules.yaml", content)
        response = self.begin(client, begin="files", files=[file])
        assert (response.status_code, said in text(response)) == (422, True)

    def test_nothing_chosen(self, client):
        response = self.begin(client, begin="files")
        assert (response.status_code, "Choose a file" in text(response)) == (422, True)

    def test_an_unknown_release_is_not_found(self, client):
        assert self.begin(client, begin="release", release="x").status_code == 404


def workbook(sheet: str, cell: str, value: str) -> SimpleUploadedFile:
    """The blank framework as a workbook with one cell changed."""
    book, out = load_workbook(workbook_file(read_trees(BLANK))), io.BytesIO()
    book[sheet][cell] = value
    book.save(out)
    return SimpleUploadedFile("mine.xlsx", out.getvalue())


class TestQuestion:
    def save(self, client, draft, **changes):
        return client.post(url("draft_question", draft, "q1"), question_form(**changes))

    def test_saving_the_form_as_it_is_changes_nothing(self, client, draft):
        before = trees(draft)
        assert self.save(client, draft).status_code == 302
        assert trees(draft) == before

    def test_words_of_both_languages(self, client, draft):
        self.save(client, draft, **{"w.zh/questions/q1/text": "新题", "w.en/questions/q1/hint": ""})
        after = trees(draft).texts
        assert after["zh"]["questions"]["q1"]["text"] == "新题"
        assert "hint" not in after["en"]["questions"]["q1"]
        overview = client.get(url("draft", draft))
        assert "questions.q1.hint" in text(overview)

    def test_an_unsound_number_is_kept_and_complained_of(self, client, draft):
        assert self.save(client, draft, **{"o.1.points": "many"}).status_code == 302
        assert trees(draft).rules["questions"][0]["options"][1]["points"] == "many"
        assert "found 'many'" in text(client.get(url("draft", draft)))

    @pytest.mark.parametrize(
        ("action", "refs"),
        [
            ("up:1", ["B", "A", "C"]),
            ("down:1", ["A", "C", "B"]),
            ("up:0", ["A", "B", "C"]),
            ("drop:1", ["A", "C"]),
            ("add-option", ["A", "B", "C", "D"]),
            ("drop:9", ["A", "B", "C"]),
        ],
    )
    def test_options_are_moved_dropped_and_added(self, client, draft, action, refs):
        self.save(client, draft, action=action)
        options = trees(draft).rules["questions"][0]["options"]
        assert [option["ref"] for option in options] == refs

    def test_a_renamed_option_keeps_its_words(self, client, draft):
        self.save(client, draft, **{"o.0.ref": "Z"})
        assert trees(draft).texts["en"]["questions"]["q1"]["options"]["Z"] == "None"

    def test_further_keys_are_typed_as_yaml(self, client, draft):
        self.save(client, draft, **{"q.rest": "slug: new\ncapped: yes"})
        assert trees(draft).rules["questions"][0]["capped"] == "yes"

    @pytest.mark.parametrize(
        ("rest", "said"), [("a: [", "line 2"), ("max: 3", "has an input of its own above")]
    )
    def test_broken_further_keys_are_refused_and_stay_in_the_form(self, client, draft, rest, said):
        response = self.save(client, draft, **{"q.rest": rest, "w.en/questions/q1/text": "Typed"})
        assert response.status_code == 422
        assert said in text(response)
        assert "Typed" in response.content.decode()
        assert trees(draft) == read_trees(BLANK)

    def test_the_second_editor_is_told_and_can_save_again(self, client, draft):
        other = as_role(Role.AUTHOR)
        edit_draft(draft=draft, edit=lambda t: t.rules.update(places="2"), revision=1, actor=other)
        response = self.save(client, draft, **{"w.en/questions/q1/text": "Mine"})
        assert response.status_code == 409
        assert other.name in text(response)
        assert b'name="revision" value="2"' in response.content
        self.save(client, draft, **{"w.en/questions/q1/text": "Mine", "revision": "2"})
        after = trees(draft)
        assert after.texts["en"]["questions"]["q1"]["text"] == "Mine"
        assert after.rules["places"] == "2"

    def test_removing_takes_it_out_everywhere(self, client, draft):
        self.save(client, draft, action="remove")
        after = trees(draft)
        assert (after.rules["questions"], after.rules["parts"][0]["questions"]) == ([], [])
        assert "q1" not in after.texts["zh"]["questions"]

    def test_control_characters_are_refused(self, client, draft):
        assert self.save(client, draft, **{"w.en/questions/q1/text": "a\x00b"}).status_code == 422


class TestStructure:
    def weigh(self, client, draft, **weights):
        form = {"revision": draft.revision, "carry": "1"}
        form |= {f"weight.{ref.replace('_', '-')}": value for ref, value in weights.items()}
        return client.post(url("draft_weights", draft, "index"), form)

    @pytest.fixture
    def miit(self, author) -> Draft:
        release = next(r for r in publish_shipped() if r.ref == "miit-sme")
        return start_draft(files=Files.of_release(release), actor=author, based_on=release)

    def test_a_wrong_sum_is_refused_with_what_was_found(self, client, miit):
        response = self.weigh(client, miit, base="50", management="30", effect="25")
        assert response.status_code == 422
        assert "The weights sum to 105; expected 100." in text(response)
        assert trees(miit).rules["parts"][0]["parts"][2]["weight"] == "20"

    @pytest.mark.parametrize(
        ("value", "said"),
        [("", "effect: enter a weight"), ("x", "effect: expected"), ("-5", "above 0")],
    )
    def test_what_is_no_weight_is_refused(self, client, miit, value, said):
        response = self.weigh(client, miit, base="50", management="30", effect=value)
        assert (response.status_code, said in text(response)) == (422, True)

    def test_points_are_carried_along(self, client, miit):
        assert self.weigh(client, miit, base="60", management="15", effect="25").status_code == 302
        after = trees(miit).rules
        assert after["questions"][0]["max"] == "9.6"
        assert "expected" not in text(client.get(url("draft", miit))).split("Samples")[0]

    def test_points_that_are_no_decimals_are_refused(self, client, miit):
        response = self.weigh(client, miit, base="40", management="30.7", effect="29.3")
        assert response.status_code in (302, 422)
        response = self.weigh(client, miit, base="50", management="33.3", effect="16.7")
        assert response.status_code in (302, 409, 422)

    def test_questions_change_places(self, client, draft):
        form = {"revision": 1, "action": "add", "ref": "q2", "kind": "multi", "part": "total"}
        assert client.post(url("draft_section", draft, "first"), form).status_code == 302
        assert trees(draft).rules["sections"][0]["questions"] == ["q1", "q2"]
        client.post(url("draft_section", draft, "first"), {"revision": 2, "action": "up:q2"})
        assert trees(draft).rules["sections"][0]["questions"] == ["q2", "q1"]
        assert client.get(url("draft_question", draft, "q2")).status_code == 200

    @pytest.mark.parametrize(
        ("ref", "kind", "part", "said"),
        [
            ("q1", "single", "total", "There is a question q1 already."),
            ("a b", "single", "total", "letters, digits"),
            ("q2", "poem", "total", "Choose a kind"),
            ("q2", "single", "nowhere", "Choose the part"),
        ],
    )
    def test_a_new_question_that_cannot_be_is_refused(self, client, draft, ref, kind, part, said):
        form = {"revision": 1, "action": "add", "ref": ref, "kind": kind, "part": part}
        response = client.post(url("draft_section", draft, "first"), form)
        assert (response.status_code, said in text(response)) == (422, True)

    def test_the_head_is_saved(self, client, draft):
        page = client.get(url("draft_head", draft)).content.decode()
        form = dict(re.findall(r'<input[^>]*name="(rules\.[^"]+)"[^>]*value="([^"]*)"', page))
        form |= {"revision": 1, "rules.version": "2", "rules.monotone": "yes", "w.en/name": "New"}
        client.post(url("draft_head", draft), form)
        draft.refresh_from_db()
        assert (str(draft), trees(draft).texts["en"]["name"]) == ("my-framework 2", "New")

    def test_words_of_a_group_are_saved(self, client, draft):
        form = {"revision": 1, "w.zh/parts/total/name": "合计"}
        client.post(url("draft_words", draft, "parts"), form)
        assert trees(draft).texts["zh"]["parts"]["total"]["name"] == "合计"


class TestFile:
    def save(self, client, draft, content, which="rules", revision=1):
        form = {"revision": revision, "text": content}
        return client.post(url("draft_file", draft, which), form, follow=True)

    def test_a_broken_file_is_saved_and_its_line_named(self, client, draft):
        response = self.save(client, draft, 'format: "1"\nref: [\n')
        assert "Line 3" in text(response)
        draft.refresh_from_db()
        assert draft.rules == 'format: "1"\nref: [\n'

    def test_the_line_of_a_wrong_key_is_named(self, client, draft):
        wrong = BLANK.rules.replace('points: "50"', "points: many")
        line = wrong[: wrong.index("points: many")].count("\n") + 1
        assert f"Line {line} " in text(self.save(client, draft, wrong))

    def test_while_a_file_is_broken_forms_lead_to_it(self, client, draft):
        self.save(client, draft, "ref: [")
        response = client.get(url("draft_question", draft, "q1"), follow=True)
        assert response.redirect_chain[-1][0] == url("draft_file", draft, "rules")
        response = client.get(url("draft_preview", draft), follow=True)
        assert "There is no preview yet" in text(response)
        for page in PAGES:
            assert client.get(url(page, draft)).status_code in (200, 302)

    def test_samples_are_run(self, client, draft):
        wrong = BLANK.samples.replace('"100"', '"99"')
        response = self.save(client, draft, wrong, which="samples")
        assert "expected total 99, found 100" in text(response)

    def test_a_file_above_the_limit_is_refused_and_stays_in_the_form(self, client, draft):
        response = self.save(client, draft, "#" * 1_000_001)
        assert (response.status_code, "larger than 1 MB" in text(response)) == (413, True)

    def test_an_older_page_is_told(self, client, draft):
        assert self.save(client, draft, "a: b", revision=7).status_code == 409


class TestPublishing:
    def test_a_failing_sample_is_named(self, client, draft):
        wrong = BLANK.samples.replace('"100"', '"99"')
        client.post(url("draft_file", draft, "samples"), {"revision": 1, "text": wrong})
        response = client.post(url("draft_publish", draft), {"revision": 2})
        assert response.status_code == 422
        assert "the best answer: expected total 99, found 100" in text(response)
        assert not Release.objects.exists()

    def test_publishing_leaves_one_entry_and_leads_to_the_release(self, client, draft):
        response = client.post(url("draft_publish", draft), {"revision": 1}, follow=True)
        assert response.redirect_chain[-1][0] == "/frameworks/my-framework/1/"
        [entry] = AuditEntry.objects.filter(action="diagnosis:draft_publish")
        assert "my-framework 1" in entry.target

    def test_a_published_draft_leads_to_its_release(self, client, draft, author):
        publish_draft(draft=draft, revision=1, actor=author)
        for page in [*PAGES, "draft_upload"]:
            assert client.get(url(page, draft)).url == "/frameworks/my-framework/1/"
        assert client.get(url("draft_question", draft, "q1")).status_code == 302
        assert client.post(url("draft_file", draft, "zh")).status_code == 302

    def test_the_page_tells_what_changes(self, client, author):
        release = next(r for r in publish_shipped() if r.ref == "miit-sme")
        files = Files.of_release(release)
        files = files.with_file("rules", files.rules.replace('at_least: "20"', 'at_least: "25"'))
        draft = start_draft(files=files, actor=author, based_on=release)
        page = text(client.get(url("draft_publish", draft)))
        assert "Initial initial score at least 20 25" in page
        assert "miit-sme 2024 exists already and is frozen" in page


def test_the_whole_way_from_a_new_version_to_its_release(client):
    """Change a weight, see the preview, be refused by a sample, correct it, publish."""
    release = next(r for r in publish_shipped() if r.ref == "impuls-industrie40")
    begin = {"begin": "release", "release": release.pk, "version": "2026"}
    client.post(reverse("diagnosis:drafts"), begin)
    draft = Draft.objects.get()
    sheet = "\n  - name: strategy alone\n    start: lowest\n    place: {'5': [so1, so2, so3]}"
    sheet += '\n    expect: {total: "1.25"}\n'
    samples = {"revision": 1, "text": release.samples.rstrip() + sheet}
    page = client.post(url("draft_file", draft, "samples"), samples, follow=True)
    assert "holds strategy alone" in text(page), text(page)
    weights = dict.fromkeys(("strategy", "smart-factory", "smart-operations"), "20")
    weights |= {"smart-products": "15", "data-services": "15", "employees": "10"}
    form = {f"weight.{ref}": value for ref, value in weights.items()}
    client.post(url("draft_weights", draft, "readiness"), {"revision": 2, **form})
    assert "of 5" in text(client.post(url("draft_preview", draft), {"so1": "5"}))
    refused = client.post(url("draft_publish", draft), {"revision": 3})
    assert refused.status_code == 422
    assert "strategy alone (expected total 1.25, found 1)" in text(refused)
    draft.refresh_from_db()
    fixed = "samples:\n" + sheet.replace("1.25", "1")
    client.post(url("draft_file", draft, "samples"), {"revision": 3, "text": fixed})
    client.post(url("draft_publish", draft), {"revision": 4})
    assert Release.objects.filter(ref="impuls-industrie40", version="2026").exists()


class TestTrying:
    def test_answers_are_scored_and_not_stored(self, client, draft):
        page = text(client.post(url("draft_preview", draft), {"q1": "B"}))
        assert "50 of 100" in page
        assert "Basic" in page

    def test_a_sheet_that_cannot_be_is_told(self, client, draft):
        response = client.post(url("draft_preview", draft), {"q1": "X"})
        assert (response.status_code, "is not an option" in text(response)) == (422, True)

    @pytest.mark.parametrize("number", range(6))
    def test_every_shipped_release_can_be_tried(self, client, author, number):
        release = publish_shipped()[number]
        draft = start_draft(files=Files.of_release(release), actor=author)
        assert "questions without an answer" in text(client.post(url("draft_preview", draft)))


class TestUploadAndDiscard:
    def test_an_upload_takes_the_place_of_what_it_brings(self, client, draft):
        file = SimpleUploadedFile("en.yaml", b"language: en\nname: New\n")
        response = client.post(url("draft_upload", draft), {"revision": 1, "files": [file]})
        assert response.status_code == 302
        assert trees(draft).texts["en"] == {"language": "en", "name": "New"}

    def test_a_refused_upload_changes_nothing(self, client, draft):
        file = SimpleUploadedFile("x.yaml", b"name: x")
        response = client.post(url("draft_upload", draft), {"revision": 1, "files": [file]})
        assert (response.status_code, trees(draft)) == (422, read_trees(BLANK))

    def test_downloads_come_back_whole(self, client, draft):
        for form in ("xlsx", "zip"):
            response = client.get(url("draft_download", draft, form))
            file = SimpleUploadedFile(f"x.{form}", b"".join(response.streaming_content))
            again = client.post(reverse("diagnosis:drafts"), {"begin": "files", "files": [file]})
            assert again.status_code == 302
            assert trees(Draft.objects.latest("pk")) == read_trees(BLANK)

    def test_a_name_that_is_none_yet_harms_no_list_and_no_download(self, client, draft):
        odd = BLANK.rules.replace("ref: my-framework", 'ref: "../a\\0\\nb"')
        client.post(url("draft_file", draft, "rules"), {"revision": 1, "text": odd})
        draft.refresh_from_db()
        assert str(draft) == "../ab 1"
        assert client.get(reverse("diagnosis:drafts")).status_code == 200
        download = client.get(url("draft_download", draft, "zip"))
        assert 'filename=".._ab-1.zip"' in download["Content-Disposition"]

    def test_discarding_asks_first(self, client, draft):
        assert client.get(url("draft_discard", draft)).status_code == 200
        assert client.post(url("draft_discard", draft), {"revision": 5}).status_code == 409
        client.post(url("draft_discard", draft), {"revision": 1})
        assert not Draft.objects.exists()


class TestComparing:
    @pytest.fixture
    def two(self, client, author, draft) -> None:
        publish_draft(draft=draft, revision=1, actor=author)
        rules = BLANK.rules.replace('version: "1"', 'version: "2"')
        newer = BLANK.with_file("rules", rules.replace('at_least: "50"', 'at_least: "60"'))
        publish_draft(draft=start_draft(files=newer, actor=author), revision=1, actor=author)

    def compare(self, client, old, new):
        return client.get(reverse("diagnosis:compare"), {"old": old, "new": new})

    def test_two_releases(self, client, two):
        page = text(self.compare(client, "my-framework 1", "my-framework 2"))
        assert "1 difference" in page
        assert "at least 50 60" in page
        assert "say the same" in text(self.compare(client, "my-framework 1", "my-framework 1"))

    def test_different_frameworks_are_refused(self, client, two):
        publish_shipped()
        response = self.compare(client, "my-framework 1", "miit-sme 2024")
        assert (response.status_code, "different frameworks" in text(response)) == (422, True)

    def test_a_regulator_may_compare_and_download(self, sign_in, two):
        regulator = sign_in(as_regulator())
        assert self.compare(regulator, "my-framework 1", "my-framework 2").status_code == 200
        files = reverse("diagnosis:framework_files", args=["my-framework", "1", "xlsx"])
        assert regulator.get(files).status_code == 200
        page = regulator.get("/frameworks/my-framework/1/").content.decode()
        assert "Begin a new version" not in page
