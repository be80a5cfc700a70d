"""The files of a draft as text, and trying a draft out."""

import pytest

from diagnosis.drafting.files import Files
from diagnosis.drafting.starting import BLANK
from diagnosis.services.drafting import start_draft
from diagnosis.services.publishing import publish_shipped
from tests.diagnosis.drafts import PAGES, text, url

pytestmark = pytest.mark.django_db


class TestFile:
    def save(self, desk, draft, content, which="rules", revision=1):
        form = {"revision": revision, "text": content}
        return desk.post(url("draft_file", draft, which), form, follow=True)

    def test_a_broken_file_is_saved_and_its_line_named(self, desk, draft):
        response = self.save(desk, draft, 'format: "1"\nref: [\n')
        assert "Line 3" in text(response)
        draft.refresh_from_db()
        assert draft.rules == 'format: "1"\nref: [\n'

    def test_the_line_of_a_wrong_key_is_named(self, desk, draft):
        wrong = BLANK.rules.replace('points: "50"', "points: many")
        line = wrong[: wrong.index("points: many")].count("\n") + 1
        assert f"Line {line} " in text(self.save(desk, draft, wrong))

    def test_while_a_file_is_broken_forms_lead_to_it(self, desk, draft):
        self.save(desk, draft, "ref: [")
        response = desk.get(url("draft_question", draft, "q1"), follow=True)
        assert response.redirect_chain[-1][0] == url("draft_file", draft, "rules")
        response = desk.get(url("draft_preview", draft), follow=True)
        assert "There is no preview yet" in text(response)
        for page in PAGES:
            assert desk.get(url(page, draft)).status_code in (200, 302)

    def test_broken_samples_hide_nothing_of_sound_rules(self, desk, draft):
        broken = BLANK.samples + "  - [\n"
        page = text(self.save(desk, draft, broken, which="samples"))
        assert page.count("ine 6") == 1, page
        page = text(desk.get(url("draft", draft)))
        assert "Preview and try" in page
        assert "Weights" in page
        assert page.count("line 6") == 1, page
        assert desk.get(url("draft_preview", draft)).status_code == 200
        page = text(desk.get(url("draft_publish", draft)))
        assert "does not hold Samples" in page
        assert desk.post(url("draft_publish", draft), {"revision": 2}).status_code == 422

    def test_forms_save_beside_broken_samples_and_leave_them(self, desk, draft):
        self.save(desk, draft, "samples: [", which="samples")
        form = {"revision": 2, "rules.places": "2", "rules.ref": "my-framework"}
        assert desk.post(url("draft_head", draft), form).status_code == 302
        draft.refresh_from_db()
        assert ('places: "2"' in draft.rules, draft.samples) == (True, "samples: [")

    def test_no_workbook_is_made_of_a_broken_file(self, desk, draft):
        self.save(desk, draft, "samples: [", which="samples")
        response = desk.get(url("draft_download", draft, "xlsx"), follow=True)
        assert response.redirect_chain[-1][0] == url("draft_file", draft, "samples")
        assert desk.get(url("draft_download", draft, "zip")).status_code == 200

    def test_samples_are_run(self, desk, draft):
        wrong = BLANK.samples.replace('"100"', '"99"')
        response = self.save(desk, draft, wrong, which="samples")
        assert "expected total 99, found 100" in text(response)

    def test_a_file_above_the_limit_is_refused_and_stays_in_the_form(self, desk, draft):
        response = self.save(desk, draft, "#" * 1_000_001)
        assert (response.status_code, "larger than 1 MB" in text(response)) == (413, True)

    def test_an_older_page_is_told(self, desk, draft):
        assert self.save(desk, draft, "a: b", revision=7).status_code == 409


class TestTrying:
    def test_answers_are_scored_and_not_stored(self, desk, draft):
        page = text(desk.post(url("draft_preview", draft), {"q1": "B"}))
        assert "50 of 100" in page
        assert "Basic" in page

    def test_a_sheet_that_cannot_be_is_told(self, desk, draft):
        response = desk.post(url("draft_preview", draft), {"q1": "X"})
        assert (response.status_code, "is not an option" in text(response)) == (422, True)

    @pytest.mark.parametrize("number", range(6))
    def test_every_shipped_release_can_be_tried(self, desk, author, number):
        release = publish_shipped()[number]
        draft = start_draft(files=Files.of_release(release), actor=author)
        assert "Provisional: 0 of" in text(desk.post(url("draft_preview", draft)))
