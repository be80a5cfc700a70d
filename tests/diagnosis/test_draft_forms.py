"""Editing a draft by forms and as text; every refusal."""

import re

import pytest

from diagnosis.drafting.files import Files, Trees, read_trees
from diagnosis.drafting.starting import BLANK
from diagnosis.drafting.weights import put_weights
from diagnosis.models import Draft
from diagnosis.services.drafting import edit_draft, start_draft
from diagnosis.services.publishing import publish_shipped
from gongfu.core.errors import Invalid
from gongfu.core.models import Role
from tests.diagnosis.drafts import text, trees, url
from tests.factories import as_role

pytestmark = pytest.mark.django_db


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


class TestQuestion:
    def save(self, desk, draft, **changes):
        return desk.post(url("draft_question", draft, "q1"), question_form(**changes))

    def test_saving_the_form_as_it_is_changes_nothing(self, desk, draft):
        before = trees(draft)
        assert self.save(desk, draft).status_code == 302
        assert trees(draft) == before

    def test_words_of_both_languages(self, desk, draft):
        self.save(desk, draft, **{"w.zh/questions/q1/text": "新题", "w.en/questions/q1/hint": ""})
        after = trees(draft).texts
        assert after["zh"]["questions"]["q1"]["text"] == "新题"
        assert "hint" not in after["en"]["questions"]["q1"]
        overview = desk.get(url("draft", draft))
        assert "questions.q1.hint" in text(overview)

    def test_an_unsound_number_is_kept_and_complained_of(self, desk, draft):
        assert self.save(desk, draft, **{"o.1.points": "many"}).status_code == 302
        assert trees(draft).rules["questions"][0]["options"][1]["points"] == "many"
        assert "found 'many'" in text(desk.get(url("draft", draft)))

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
    def test_options_are_moved_dropped_and_added(self, desk, draft, action, refs):
        self.save(desk, draft, action=action)
        options = trees(draft).rules["questions"][0]["options"]
        assert [option["ref"] for option in options] == refs

    def test_a_renamed_option_keeps_its_words(self, desk, draft):
        self.save(desk, draft, **{"o.0.ref": "Z"})
        assert trees(draft).texts["en"]["questions"]["q1"]["options"]["Z"] == "None"

    def test_further_keys_are_typed_as_yaml(self, desk, draft):
        self.save(desk, draft, **{"q.rest": "slug: new\ncapped: yes"})
        assert trees(draft).rules["questions"][0]["capped"] == "yes"

    @pytest.mark.parametrize(
        ("rest", "said"), [("a: [", "line 2"), ("max: 3", "has an input of its own above")]
    )
    def test_broken_further_keys_are_refused_and_stay_in_the_form(self, desk, draft, rest, said):
        response = self.save(desk, draft, **{"q.rest": rest, "w.en/questions/q1/text": "Typed"})
        assert response.status_code == 422
        assert said in text(response)
        assert "Typed" in response.content.decode()
        assert trees(draft) == read_trees(BLANK)

    def test_the_second_editor_is_told_and_can_save_again(self, desk, draft):
        other = as_role(Role.AUTHOR)
        edit_draft(draft=draft, edit=lambda t: t.rules.update(places="2"), revision=1, actor=other)
        response = self.save(desk, draft, **{"w.en/questions/q1/text": "Mine"})
        assert response.status_code == 409
        assert other.name in text(response)
        assert b'name="revision" value="2"' in response.content
        self.save(desk, draft, **{"w.en/questions/q1/text": "Mine", "revision": "2"})
        after = trees(draft)
        assert after.texts["en"]["questions"]["q1"]["text"] == "Mine"
        assert after.rules["places"] == "2"

    def test_removing_takes_it_out_everywhere(self, desk, draft):
        self.save(desk, draft, action="remove")
        after = trees(draft)
        assert (after.rules["questions"], after.rules["parts"][0]["questions"]) == ([], [])
        assert "q1" not in after.texts["zh"]["questions"]

    def test_control_characters_are_refused(self, desk, draft):
        assert self.save(desk, draft, **{"w.en/questions/q1/text": "a\x00b"}).status_code == 422


class TestStructure:
    def weigh(self, desk, draft, **weights):
        form = {"revision": draft.revision, "carry": "1"}
        form |= {f"weight.{ref.replace('_', '-')}": value for ref, value in weights.items()}
        return desk.post(url("draft_weights", draft, "index"), form)

    @pytest.fixture
    def miit(self, author) -> Draft:
        release = next(r for r in publish_shipped() if r.ref == "miit-sme")
        return start_draft(files=Files.of_release(release), actor=author, based_on=release)

    def test_a_wrong_sum_is_refused_with_what_was_found(self, desk, miit):
        response = self.weigh(desk, miit, base="50", management="30", effect="25")
        assert response.status_code == 422
        assert "The weights sum to 105; expected 100." in text(response)
        assert trees(miit).rules["parts"][0]["parts"][2]["weight"] == "20"

    @pytest.mark.parametrize(
        ("value", "said"),
        [("", "effect: enter a weight"), ("x", "effect: expected"), ("-5", "above 0")],
    )
    def test_what_is_no_weight_is_refused(self, desk, miit, value, said):
        response = self.weigh(desk, miit, base="50", management="30", effect=value)
        assert (response.status_code, said in text(response)) == (422, True)

    def test_points_are_carried_along(self, desk, miit):
        assert self.weigh(desk, miit, base="60", management="15", effect="25").status_code == 302
        after = trees(miit).rules
        assert after["questions"][0]["max"] == "9.6"
        assert "expected" not in text(desk.get(url("draft", miit))).split("Samples")[0]

    def test_points_that_are_no_decimals_are_refused(self):
        children = [{"ref": "a", "weight": "30", "questions": ["q1"]}, {"ref": "b", "weight": "70"}]
        whole = {"ref": "whole", "rule": "sum", "parts": children}
        rules = {"parts": [whole], "questions": [{"ref": "q1", "max": "1"}]}
        posted = {"weight.a": "40", "weight.b": "60", "carry": "1"}
        with pytest.raises(Invalid, match="would become 4/3"):
            put_weights(Trees(rules, {}, {}), "whole", posted)

    def test_questions_change_places(self, desk, draft):
        form = {"revision": 1, "action": "add", "ref": "q2", "kind": "multi", "part": "total"}
        assert desk.post(url("draft_section", draft, "first"), form).status_code == 302
        assert trees(draft).rules["sections"][0]["questions"] == ["q1", "q2"]
        desk.post(url("draft_section", draft, "first"), {"revision": 2, "action": "up:q2"})
        assert trees(draft).rules["sections"][0]["questions"] == ["q2", "q1"]
        assert desk.get(url("draft_question", draft, "q2")).status_code == 200

    @pytest.mark.parametrize(
        ("ref", "kind", "part", "said"),
        [
            ("q1", "single", "total", "There is a question q1 already."),
            ("a b", "single", "total", "letters, digits"),
            ("q2", "poem", "total", "Choose a kind"),
            ("q2", "single", "nowhere", "Choose the part"),
        ],
    )
    def test_a_new_question_that_cannot_be_is_refused(self, desk, draft, ref, kind, part, said):
        form = {"revision": 1, "action": "add", "ref": ref, "kind": kind, "part": part}
        response = desk.post(url("draft_section", draft, "first"), form)
        assert (response.status_code, said in text(response)) == (422, True)

    def test_the_head_is_saved(self, desk, draft):
        page = desk.get(url("draft_head", draft)).content.decode()
        form = dict(re.findall(r'<input[^>]*name="(rules\.[^"]+)"[^>]*value="([^"]*)"', page))
        form |= {"revision": 1, "rules.version": "2", "rules.monotone": "yes", "w.en/name": "New"}
        desk.post(url("draft_head", draft), form)
        draft.refresh_from_db()
        assert (str(draft), trees(draft).texts["en"]["name"]) == ("my-framework 2", "New")

    def test_words_of_a_group_are_saved(self, desk, draft):
        form = {"revision": 1, "w.zh/parts/total/name": "合计"}
        desk.post(url("draft_words", draft, "parts"), form)
        assert trees(draft).texts["zh"]["parts"]["total"]["name"] == "合计"
