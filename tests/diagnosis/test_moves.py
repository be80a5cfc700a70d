"""The table of states is what the database does, for every pair of state and move."""

import pytest
from django.db import transaction

from diagnosis.models import Assessment, Status
from diagnosis.moves import MOVES
from diagnosis.services.moving import make_move
from gongfu.core.access import CAPABILITIES
from gongfu.core.clock import now
from gongfu.core.errors import Invalid, Locked
from tests.factories import SYSTEM, assessment

pytestmark = pytest.mark.django_db


def in_state(status):
    opened = assessment()
    stamps = {"submitted_at": now(), "verified_at": now(), "status": status}
    Assessment.objects.filter(pk=opened.pk).update(**stamps)
    opened.refresh_from_db()
    return opened


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
@pytest.mark.parametrize("status", Status)
def test_a_move_is_made_from_the_states_of_its_row_and_no_other(move, status):
    found = in_state(status)
    if status not in move.before:
        with pytest.raises(Locked):
            make_move(assessment=found, move=move, actor=SYSTEM, at=now(), reason="because")
        return
    make_move(assessment=found, move=move, actor=SYSTEM, at=now(), reason="because")
    made = found.moves.latest("pk")
    assert (made.before, made.after, made.reason) == (status, move.after, "because")


def test_only_moves_against_the_stream_need_a_reason():
    assert {name for name, move in MOVES.items() if move.needs_reason} == {"return", "reopen"}
    with pytest.raises(Invalid), transaction.atomic():
        make_move(
            assessment=in_state(Status.SUBMITTED), move=MOVES["return"], actor=SYSTEM, at=now()
        )


def test_every_move_names_a_capability_of_the_access_table():
    assert {move.capability for move in MOVES.values()} <= CAPABILITIES.keys()
