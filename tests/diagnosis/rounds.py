"""A firm's next round, step by step."""

from diagnosis.models import Assessment
from diagnosis.rounds.starting import start_from_last_round
from diagnosis.services.opening import open_assessment
from gongfu.core import jobs
from gongfu.core.models import User
from tests.factories import SYSTEM, CampaignFactory, hand_in, in_scope, member_of


def path(opened: Assessment, *parts: str) -> str:
    return f"/assessments/{opened.pk}/" + "".join(f"{part}/" for part in parts)


def person(opened: Assessment) -> User:
    return User.objects.get(pk=member_of(opened).user_id)


def next_round(last: Assessment) -> Assessment:
    """The firm is invited again by a later campaign."""
    campaign = CampaignFactory.create(due_on="2031-12-31", framework=str(last.release))
    in_scope(campaign, last.enterprise)
    return open_assessment(enterprise=last.enterprise, campaign=campaign, actor=SYSTEM)


def begin(opened: Assessment):
    return start_from_last_round(assessment=opened, actor=member_of(opened), user=person(opened))


def score(opened: Assessment) -> Assessment:
    """Submit it and let the worker score it."""
    hand_in(opened)
    jobs.run_until_empty("interactive", heartbeat=False)
    opened.refresh_from_db()
    return opened


def document(opened: Assessment) -> dict:
    return opened.sheets.get(voice="self").document
