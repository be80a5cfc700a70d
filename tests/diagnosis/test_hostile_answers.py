"""R-B05: whatever arrives as an answer is kept as one or refused at its field; never a failure."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnosis.answers import answers_of, key_of
from diagnosis.catalogue import framework_for
from diagnosis.maturity import score
from diagnosis.models import AnswerChange, Assessment
from diagnosis.services.answering import save_answer
from gongfu.core.errors import Conflict, GongfuError, Invalid
from tests.diagnosis.conftest import person
from tests.factories import assessment, give, member_of, submitted

pytestmark = pytest.mark.django_db

MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def nested(depth):
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


NASTY = [
    "1e-100000000",
    "1e10000000",
    "NaN",
    "Infinity",
    "9" * 1_000_000,
    "\x00",
    "\ud800",
    "\u202e12",
    "१२",
    "<script>",
    "B'; drop table",
    {"option": "B", "fields": {"equipment_total": "1e-100000000"}},
    {"option": "B", "fields": {"equipment_total": {"a": "b"}}},
    {"option": "B", "fields": {"no_such": "1"}},
    {"option": ["B"], "fields": {}},
    {"fields": nested(1000)},
    {"option": "N", "reason": "x" * 1_000_000},
    {"option": "N", "reason": "\u202e"},
    {"option": "N", "reason": {"a": 1}},
    {"option": "N", "reason": ["x"], "fields": []},
    {"rows": {"office": "full", "hall": "no", "yard": "no"}},  # of another question
    {"rows": {"office": ["full"]}},
    {"rows": {"office": {"full": "full"}}},
    {"rows": {"sales": [["plan"]], "making": None}},
    {"rows": {"x" * 1000: "full"}},
    {"rows": nested(1000)},
    {"options": {"B": "B"}},
    {"options": ["B"], "reason": float("inf")},
    float("nan"),
    10**400,
    True,
    ["B"] * 100_000,
    ["A", "B"],
    ["B", None],
    nested(100_000),
]
QUESTIONS = [
    *(("miit-sme 2024", ref) for ref in ("q1", "q2", "q5", "q12", "s01")),
    *(("workshop 1", ref) for ref in ("use", "systems", "plans", "robots", "scope-logistics")),
    ("workshop 1", "cloud-kind"),  # hidden as long as no cloud is used
]
KEYS = ["option", "options", "rows", "fields", "reason", "equipment_total", "office", "sales"]
VALUES = st.one_of(
    st.sampled_from(NASTY),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner),
        max_leaves=8,
    ),
)


@pytest.fixture
def opened():
    return assessment()


@pytest.mark.parametrize(("framework", "ref"), QUESTIONS)
@given(raw=VALUES)
@MANY
def test_the_service_keeps_an_answer_or_refuses_it_at_its_field(framework, ref, raw):
    opened = the_only(framework)
    user, before = person(member_of(opened)), answers_of(opened)
    key = key_of(opened.framework_ref, ref)
    base = AnswerChange.objects.filter(sheet__assessment=opened, key=key).count()
    started, refusal = time.process_time(), None
    try:
        save_answer(assessment=opened, ref=ref, raw=raw, base_revision=base, user=user)
    except Invalid as error:
        refusal = error
    if refusal:
        assert {name.split(".")[0] for name in refusal.fields} == {ref}
        assert answers_of(opened) == before
    assert time.process_time() - started < 1


def the_only(framework: str) -> Assessment:
    """The assessment of this test, opened when it is first wanted."""
    ref = framework.split()[0]
    found = Assessment.objects.filter(framework_ref=ref).first()
    return found or assessment(framework=framework)


def test_a_hidden_question_may_be_answered_and_changes_nothing():
    opened = assessment(framework="workshop 1", cloud="A")
    give(opened, **{"cloud-kind": "C"})
    opened.refresh_from_db()
    result = score(framework_for(opened), answers_of(opened), opened.profile)
    assert "cloud-kind" in result.hidden
    assert (result.total.exact, opened.answered) == (0, 1)


def test_an_answer_to_an_older_state_is_told_and_not_kept():
    opened = assessment(q5="C")
    user = person(member_of(opened))
    for base in (0, 7, -1):
        with pytest.raises(Conflict):
            save_answer(assessment=opened, ref="q5", raw="D", base_revision=base, user=user)
    assert answers_of(opened) == {"q5": "C"}


@pytest.mark.parametrize("ref", ["q99", "", "q1.q2", "../q1", "\x00", "q" * 10_000, "s1"])
def test_an_unknown_question_is_refused(opened, ref):
    user = person(member_of(opened))
    with pytest.raises(GongfuError):
        save_answer(assessment=opened, ref=ref, raw="B", base_revision=0, user=user)


PLAIN = ["q2", "q2.equipment_total", "q2.equipment_digital", "q2.rev", "q2.over", "q2.clear"]
MIXED = [
    "use",
    "use.reason",
    "systems.row.office",
    "systems.reason",
    "plans.row.sales",
    "robots.robots",
]
TEXTS = st.one_of(
    st.sampled_from([value for value in NASTY if isinstance(value, str)]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.integers().map(str),
).map(lambda text: text.encode("utf-8", "replace").decode()[:200_000])


def forms(names: list[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from([*names, "sender"]), TEXTS)


@given(plain=forms(PLAIN), mixed=forms(MIXED))
@MANY
def test_the_page_answers_every_form_with_a_page(firm, plain, mixed):
    for framework, form, paths in (
        ("miit-sme 2024", plain, ("answers/q2/", "sections/equipment-network/")),
        ("workshop 1", mixed, ("answers/use/", "answers/systems/", "sections/base/")),
    ):
        opened = the_only(framework)
        browser = firm(opened)
        for path in paths:
            started = time.process_time()
            response = browser.post(f"/assessments/{opened.pk}/{path}", form)
            assert response.status_code in (200, 302, 409, 422)
            assert time.process_time() - started < 2  # the very first page reads its templates


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("answers/q99/", {"q99": "B"}, 404),
        ("answers/q1/", {"q1": "Z"}, 422),
        ("answers/q5/", {"q5": "B" * 1_000_000}, 422),
        ("answers/q2/", {"q2.equipment_total": "1e-100000000"}, 422),
        ("answers/q2/", {"q2.equipment_total": "NaN"}, 422),
        ("sections/no-such/", {}, 404),
    ],
)
def test_bad_requests_are_told_apart(opened, firm, path, form, status):
    response = firm(opened).post(f"/assessments/{opened.pk}/{path}", form)
    assert response.status_code == status
    assert answers_of(opened) == {}


def test_a_body_over_the_limit_is_refused(opened, firm):
    response = firm(opened).post(f"/assessments/{opened.pk}/answers/q5/", {"q5": "B" * 3_000_000})
    assert response.status_code in (400, 413)


def test_a_closed_assessment_answers_with_the_page_of_a_conflict(firm):
    closed = submitted(scored=False)
    for path in ("answers/q5/", "sections/data-systems/"):
        response = firm(closed).post(f"/assessments/{closed.pk}/{path}", {"q5": "D"})
        assert response.status_code == 409
        assert "can no longer be changed" in response.content.decode()
