"""Publishing a draft, and comparing what is published."""

import pytest
from django.urls import reverse

from diagnosis.drafting.files import Files
from diagnosis.drafting.starting import BLANK, next_version
from diagnosis.models import Draft, Release
from diagnosis.services.drafting import start_draft
from diagnosis.services.publishing import publish_shipped
from diagnosis.services.publishing_drafts import publish_draft
from diagnosis.views.effects import FEWEST_FIRMS
from gongfu.core.models import AuditEntry
from tests.diagnosis.drafts import PAGES, text, url
from tests.factories import as_regulator, submitted

pytestmark = pytest.mark.django_db


class TestPublishing:
    def test_a_failing_sample_is_named(self, desk, draft):
        wrong = BLANK.samples.replace('"100"', '"99"')
        desk.post(url("draft_file", draft, "samples"), {"revision": 1, "text": wrong})
        response = desk.post(url("draft_publish", draft), {"revision": 2})
        assert response.status_code == 422
        assert "the best answer: expected total 99, found 100" in text(response)
        assert not Release.objects.exists()

    def test_publishing_leaves_one_entry_and_leads_to_the_release(self, desk, draft):
        response = desk.post(url("draft_publish", draft), {"revision": 1}, follow=True)
        assert response.redirect_chain[-1][0] == "/frameworks/my-framework/1/"
        [entry] = AuditEntry.objects.filter(action="diagnosis:draft_publish")
        assert "my-framework 1" in entry.target

    def test_a_published_draft_leads_to_its_release(self, desk, draft, author):
        publish_draft(draft=draft, revision=1, actor=author)
        for page in [*PAGES, "draft_upload"]:
            assert desk.get(url(page, draft)).url == "/frameworks/my-framework/1/"
        assert desk.get(url("draft_question", draft, "q1")).status_code == 302
        assert desk.post(url("draft_file", draft, "zh")).status_code == 302

    def test_the_page_tells_what_changes(self, desk, author):
        release = next(r for r in publish_shipped() if r.ref == "miit-sme")
        files = Files.of_release(release)
        files = files.with_file("rules", files.rules.replace('at_least: "20"', 'at_least: "25"'))
        draft = start_draft(files=files, actor=author, based_on=release)
        page = text(desk.get(url("draft_publish", draft)))
        assert "Initial initial score at least 20 25" in page
        assert "miit-sme 2024 exists already and is frozen" in page

    def test_a_draft_that_says_nothing_new_is_warned_of(self, desk, author):
        release = next(r for r in publish_shipped() if r.ref == "miit-sme")
        draft = start_draft(files=next_version(release, "2026"), actor=author, based_on=release)
        page = text(desk.get(url("draft_publish", draft)))
        assert "This draft changes nothing but the version." in page

    def test_the_points_of_all_options_of_a_question_are_one_row(self, desk, author, draft):
        first = publish_draft(draft=draft, revision=1, actor=author)
        rules = next_version(first, "2").rules.replace('"50"}', '"40"}').replace('"0"}', '"10"}')
        files = BLANK.with_file("rules", rules)
        second = start_draft(files=files, actor=author, based_on=first)
        page = text(desk.get(url("draft_publish", second)))
        assert "A short label q1 A B points of the option 0 · 50 10 · 40" in page


def test_the_whole_way_from_a_new_version_to_its_release(desk):
    """Change a weight, see the preview, be refused by a sample, correct it, publish."""
    release = next(r for r in publish_shipped() if r.ref == "impuls-industrie40")
    begin = {"begin": "release", "release": release.pk, "version": "2026"}
    desk.post(reverse("diagnosis:drafts"), begin)
    draft = Draft.objects.get()
    sheet = "\n  - name: strategy alone\n    start: lowest\n    place: {'5': [so1, so2, so3]}"
    sheet += '\n    expect: {total: "1.25"}\n'
    samples = {"revision": 1, "text": release.samples.rstrip() + sheet}
    page = desk.post(url("draft_file", draft, "samples"), samples, follow=True)
    assert "holds strategy alone" in text(page), text(page)
    weights = dict.fromkeys(("strategy", "smart-factory", "smart-operations"), "20")
    weights |= {"smart-products": "15", "data-services": "15", "employees": "10"}
    form = {f"weight.{ref}": value for ref, value in weights.items()}
    desk.post(url("draft_weights", draft, "readiness"), {"revision": 2, **form})
    assert "of 5" in text(desk.post(url("draft_preview", draft), {"so1": "5"}))
    refused = desk.post(url("draft_publish", draft), {"revision": 3})
    assert refused.status_code == 422
    assert "strategy alone (expected total 1.25, found 1)" in text(refused)
    draft.refresh_from_db()
    fixed = "samples:\n" + sheet.replace("1.25", "1")
    desk.post(url("draft_file", draft, "samples"), {"revision": 3, "text": fixed})
    desk.post(url("draft_publish", draft), {"revision": 4})
    assert Release.objects.filter(ref="impuls-industrie40", version="2026").exists()


class TestComparing:
    @pytest.fixture
    def two(self, desk, author, draft) -> None:
        publish_draft(draft=draft, revision=1, actor=author)
        rules = BLANK.rules.replace('version: "1"', 'version: "2"')
        newer = BLANK.with_file("rules", rules.replace('at_least: "50"', 'at_least: "60"'))
        publish_draft(draft=start_draft(files=newer, actor=author), revision=1, actor=author)

    def compare(self, desk, old, new):
        return desk.get(reverse("diagnosis:compare"), {"old": old, "new": new})

    def test_two_releases(self, desk, two):
        page = text(self.compare(desk, "my-framework 1", "my-framework 2"))
        assert "1 difference" in page
        assert "at least 50 60" in page
        assert "say the same" in text(self.compare(desk, "my-framework 1", "my-framework 1"))

    def test_different_frameworks_are_refused(self, desk, two):
        publish_shipped()
        response = self.compare(desk, "my-framework 1", "miit-sme 2024")
        assert (response.status_code, "different frameworks" in text(response)) == (422, True)

    def test_a_regulator_may_compare_and_download(self, sign_in, two):
        regulator = sign_in(as_regulator())
        assert self.compare(regulator, "my-framework 1", "my-framework 2").status_code == 200
        files = reverse("diagnosis:framework_files", args=["my-framework", "1", "xlsx"])
        assert regulator.get(files).status_code == 200
        page = regulator.get("/frameworks/my-framework/1/").content.decode()
        assert "Begin a new version" not in page


class TestTheEffect:
    @pytest.fixture
    def harder(self, author):
        """A draft in which level 2 asks for all points, and firms that have reached it."""
        firms = [submitted() for _ in range(FEWEST_FIRMS)]
        files = Files.of_release(firms[0].release)
        rules = files.rules.replace('at_least: "40"', 'at_least: "100"')
        return start_draft(
            files=files.with_file("rules", rules), actor=author, based_on=firms[0].release
        )

    def test_it_is_worked_out_when_asked_for(self, desk, harder):
        page = desk.get(url("draft_publish", harder))
        assert 'href="?effect=yes#effect"' in page.content.decode()
        assert "would rise" not in text(page)

    def test_it_tells_how_many_firms_would_change_level(self, desk, harder):
        page = text(desk.get(url("draft_publish", harder), {"effect": "yes"}))
        assert "0 would stay where they are, 0 would rise and 5 would fall." in page
        assert "0 assessments are being filled in" in page
        assert "Each row is a level as it is now, each column the level under the other" in page
        assert page.index("What it would do") < page.index("What changes against")

    def test_a_few_firms_are_not_shown(self, desk, author):
        release = submitted().release
        draft = start_draft(files=Files.of_release(release), actor=author, based_on=release)
        page = text(desk.get(url("draft_publish", draft), {"effect": "yes"}))
        assert "too few to show" in page
        assert "would stay" not in page
