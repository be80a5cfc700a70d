"""The pages of a draft open to authors only; beginning, uploading, discarding."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from diagnosis.drafting.files import Files, read_trees
from diagnosis.drafting.starting import BLANK
from diagnosis.drafting.uploads import zip_file
from diagnosis.drafting.workbook.book import workbook_file
from diagnosis.models import Draft
from diagnosis.services.drafting import start_draft
from diagnosis.services.publishing import publish_shipped
from diagnosis.views.drafts import files
from gongfu.core.models import Role
from tests.diagnosis.drafts import PAGES, text, trees, url
from tests.factories import as_regulator, as_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("shipped", [False, True])
def test_every_page_of_a_draft_opens(desk, author, draft, shipped):
    if shipped:
        for release in publish_shipped():
            draft = start_draft(files=Files.of_release(release), actor=author, based_on=release)
            for page in PAGES:
                assert desk.get(url(page, draft)).status_code == 200, (release, page)
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
    assert {page: desk.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


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
def test_what_is_not_in_the_draft_is_not_found(desk, draft, name, more):
    assert desk.get(url(name, draft, *more)).status_code == 404


@pytest.mark.parametrize("role", [Role.CITY_REGULATOR, Role.OPERATOR, Role.AUDITOR])
def test_nobody_but_an_author_opens_drafts(sign_in, draft, role):
    actor = as_regulator() if role == Role.CITY_REGULATOR else as_role(role)
    for page in (reverse("diagnosis:drafts"), url("draft", draft), url("draft_publish", draft)):
        assert sign_in(actor).get(page).status_code == 403
        assert sign_in(actor).post(page).status_code in (403, 405)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("impuls-industrie40", "Readiness for Industrie 4.0 readiness Weighted mean 100"),
        ("miit-sme", "Points add up"),
    ],
)
def test_rules_stand_in_the_words_of_the_published_page(desk, author, key, said):
    release = next((r for r in publish_shipped() if r.ref == key), None)
    assert release is not None
    draft = start_draft(files=Files.of_release(release), actor=author, based_on=release)
    assert said in text(desk.get(url("draft", draft)))


class TestBeginning:
    def begin(self, desk, **form):
        return desk.post(reverse("diagnosis:drafts"), form)

    def test_a_new_version_of_a_release(self, desk):
        release = next(r for r in publish_shipped() if r.ref == "miit-sme")
        self.begin(desk, begin="release", release=release.pk, version="2026")
        draft = Draft.objects.get()
        assert (str(draft), draft.based_on) == ("miit-sme 2026", release)

    @pytest.mark.parametrize(
        ("version", "said"),
        [
            ("2024", "miit-sme 2024 is published already; enter another version."),
            ("", "Enter the new version: letters, digits, dots and hyphens, such as 2026.1."),
            ("a b", "Enter the new version"),
        ],
    )
    def test_a_version_that_cannot_be_published_is_refused_at_its_field(self, desk, version, said):
        release = next(r for r in publish_shipped() if r.ref == "miit-sme")
        response = self.begin(desk, begin="release", release=release.pk, version=version)
        assert (response.status_code, Draft.objects.exists()) == (422, False)
        page = response.content.decode()
        assert f'<p class="error" id="version-error">{said}' in page
        assert '<a href="#version">' in page

    def test_releases_are_chosen_by_ref_and_name(self, desk):
        publish_shipped()
        page = text(desk.get(reverse("diagnosis:drafts")))
        assert "impuls-industrie40 2015 · Industrie 4.0 readiness" in page

    def test_the_page_leads_to_the_tour(self, desk):
        page = desk.get(reverse("diagnosis:drafts")).content.decode()
        assert 'href="/frameworks/format/#the-ten-minute-tour"' in page
        assert 'id="the-ten-minute-tour"' in desk.get("/frameworks/format/").content.decode()

    def test_blank(self, desk):
        self.begin(desk, begin="blank")
        assert str(Draft.objects.get()) == "my-framework 1"

    def test_from_an_archive(self, desk):
        file = SimpleUploadedFile("x.zip", zip_file(BLANK, "my-framework-1").read())
        self.begin(desk, begin="files", files=[file])
        assert Draft.objects.get().texts == BLANK.texts

    def test_from_the_template_workbook(self, desk):
        book = desk.get(reverse("diagnosis:draft_template", args=["xlsx"]))
        file = SimpleUploadedFile("mine.xlsx", b"".join(book.streaming_content))
        self.begin(desk, begin="files", files=[file])
        assert trees(Draft.objects.get()) == read_trees(BLANK)

    def test_a_workbook_with_a_fault_names_sheet_row_and_column(self, desk):
        response = self.begin(desk, begin="files", files=[workbook("options", "C3", "=1+1")])
        assert response.status_code == 422
        assert "mine.xlsx: sheet options, row 3: points: expected a value" in text(response)
        assert not Draft.objects.exists()

    def test_an_unsound_workbook_is_taken_and_its_complaint_located(self, desk):
        book = workbook("options", "C4", "90")
        response = desk.post(
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
    def test_files_that_are_none_are_refused(self, desk, content, said):
        file = SimpleUploadedFile("rules.yaml", content)
        response = self.begin(desk, begin="files", files=[file])
        assert (response.status_code, said in text(response)) == (422, True)

    def test_nothing_chosen(self, desk):
        response = self.begin(desk, begin="files")
        assert (response.status_code, "Choose a file" in text(response)) == (422, True)

    def test_an_unknown_release_is_not_found(self, desk):
        assert self.begin(desk, begin="release", release="x").status_code == 404


def workbook(sheet: str, cell: str, value: str) -> SimpleUploadedFile:
    """The blank framework as a workbook with one cell changed."""
    book, out = load_workbook(workbook_file(read_trees(BLANK))), io.BytesIO()
    book[sheet][cell] = value
    book.save(out)
    return SimpleUploadedFile("mine.xlsx", out.getvalue())


class TestUploadAndDiscard:
    def test_an_upload_takes_the_place_of_what_it_brings(self, desk, draft):
        file = SimpleUploadedFile("en.yaml", b"language: en\nname: New\n")
        response = desk.post(url("draft_upload", draft), {"revision": 1, "files": [file]})
        assert response.status_code == 302
        assert trees(draft).texts["en"] == {"language": "en", "name": "New"}

    def test_a_refused_upload_changes_nothing(self, desk, draft):
        file = SimpleUploadedFile("x.yaml", b"name: x")
        response = desk.post(url("draft_upload", draft), {"revision": 1, "files": [file]})
        assert (response.status_code, trees(draft)) == (422, read_trees(BLANK))

    def test_downloads_come_back_whole(self, desk, draft):
        for form in ("xlsx", "zip"):
            response = desk.get(url("draft_download", draft, form))
            file = SimpleUploadedFile(f"x.{form}", b"".join(response.streaming_content))
            again = desk.post(reverse("diagnosis:drafts"), {"begin": "files", "files": [file]})
            assert again.status_code == 302
            assert trees(Draft.objects.latest("pk")) == read_trees(BLANK)

    def test_a_name_that_is_none_yet_harms_no_list_and_no_download(self, desk, draft):
        odd = BLANK.rules.replace("ref: my-framework", 'ref: "../a\\0\\nb"')
        desk.post(url("draft_file", draft, "rules"), {"revision": 1, "text": odd})
        draft.refresh_from_db()
        assert str(draft) == "../ab 1"
        assert desk.get(reverse("diagnosis:drafts")).status_code == 200
        download = desk.get(url("draft_download", draft, "zip"))
        assert 'filename=".._ab-1.zip"' in download["Content-Disposition"]

    def test_discarding_asks_first(self, desk, draft):
        assert desk.get(url("draft_discard", draft)).status_code == 200
        assert desk.post(url("draft_discard", draft), {"revision": 5}).status_code == 409
        desk.post(url("draft_discard", draft), {"revision": 1})
        assert not Draft.objects.exists()


def test_text_typed_into_a_draft_that_somebody_discarded_stays_on_the_page(
    desk, draft, monkeypatch
):
    """Found when the page opened, gone when the text is to be kept."""
    save = files.save_draft
    monkeypatch.setattr(
        files, "save_draft", lambda **given: [Draft.objects.all().delete(), save(**given)]
    )
    page = desk.post(url("draft_file", draft, "rules"), {"text": "format: mine", "revision": 1})
    assert (page.status_code, "format: mine" in page.content.decode()) == (409, True)
