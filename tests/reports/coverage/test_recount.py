"""`manage.py recount` proves agreement, and names what was damaged."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from diagnosis.models import Assessment, AssessmentMove, Score
from enterprises.models import Enterprise, LedgerEntry, ScopeEntry, StepReached
from enterprises.programme.services.scoping import leave_scope, move_enterprise
from gongfu.core.clock import today
from tests.factories import SYSTEM, CampaignFactory, district, in_scope, reach, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessed() -> Assessment:
    """A firm in scope that has handed in its self-assessment and has its score."""
    return submitted()


def recount(capsys) -> tuple[int, str]:
    """The exit status and everything that was printed."""
    try:
        call_command("recount")
        status = 0
    except SystemExit as end:
        status = end.code
    out, err = capsys.readouterr()
    return status, out + err


def test_what_the_services_wrote_agrees(assessed, capsys):
    status, text = recount(capsys)
    assert status == 0
    assert "1 assessments" in text
    assert "1 scores: 0 differences" in text


def test_a_long_history_agrees(capsys):
    campaign = CampaignFactory()
    firm = in_scope(campaign, on=today() - timedelta(days=90))
    reach(campaign, firm, "verified", today() - timedelta(days=50))
    reach(campaign, firm, "submitted", today() - timedelta(days=70))
    district()
    Enterprise.objects.filter(pk=firm.pk).update(district="310113")
    move_enterprise(
        enterprise=firm,
        before={"district": "310115"},
        on=today() - timedelta(days=60),
        actor=SYSTEM,
        source="move",
    )
    leave_scope(
        campaign=campaign, enterprise=firm, on=today(), reason="", source="out", actor=SYSTEM
    )
    assert recount(capsys)[0] == 0


def damage_ledger_removed() -> str:
    LedgerEntry.objects.filter(step="submitted").delete()
    return "submitted in 310115"


def damage_ledger_moved() -> str:
    district()
    LedgerEntry.objects.filter(step="invited").update(district="310113")
    return "invited in 310113"


def damage_scope() -> str:
    ScopeEntry.objects.update(left_on=today())
    return "in_scope in"


def damage_register() -> str:
    Enterprise.objects.update(district="310113")
    return "in_scope in 310113"


def damage_step_forgotten() -> str:
    StepReached.objects.filter(step="submitted").delete()
    return "recorded nothing, happened submitted"


def damage_step_invented() -> str:
    StepReached.objects.filter(step="submitted").update(source="assessment:999:verified")
    return "happened nothing"


def damage_state() -> str:
    AssessmentMove.objects.filter(after="submitted").update(after="in_review")
    return "is submitted, its last change of state led to in_review"


def damage_counter() -> str:
    Assessment.objects.update(answered=1)
    return "says 1 of"


def damage_score() -> str:
    Score.objects.update(exact="12.5")
    return "exact: stored 12.5"


def damage_level() -> str:
    Score.objects.update(level=1)
    return "level: stored 1"


def damage_answers() -> str:
    score = Score.objects.get()
    del score.answers["q5"]
    score.save()
    return "answers: stored"


def damage_passport() -> str:
    Score.objects.update(passport={})
    return "passport: stored {}"


@pytest.mark.parametrize(
    "damage",
    [
        damage_ledger_removed,
        damage_ledger_moved,
        damage_scope,
        damage_register,
        damage_step_forgotten,
        damage_step_invented,
        damage_state,
        damage_counter,
        damage_score,
        damage_level,
        damage_answers,
        damage_passport,
    ],
)
def test_damage_is_found_and_named(assessed, capsys, damage):
    wanted = damage()
    status, text = recount(capsys)
    assert status == 1
    assert wanted in text


def test_a_register_changed_behind_the_moves_is_named(capsys):
    firm = in_scope(CampaignFactory())
    Enterprise.objects.filter(pk=firm.pk).update(district="310113")
    move_enterprise(
        enterprise=firm, before={"district": "310115"}, on=today(), actor=SYSTEM, source="m"
    )
    Enterprise.objects.filter(pk=firm.pk).update(district="310101")
    status, text = recount(capsys)
    assert status == 1
    assert f"register: {firm.uscc} is in 310101" in text
