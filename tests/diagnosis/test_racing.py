"""Two people at the same moment, on real connections."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from diagnosis.answers import answers_of
from diagnosis.models import AnswerChange, Approval, Assessment, Evidence, Receipt
from diagnosis.services import attaching
from diagnosis.services.answering import save_answer
from diagnosis.services.approving import approve_assessment
from diagnosis.services.reviewing import reopen_assessment
from diagnosis.services.submitting import submit_assessment
from gongfu.core.errors import Conflict, Invalid, Locked
from tests.diagnosis.conftest import person
from tests.factories import (
    as_firm,
    as_regulator,
    assessment,
    full_answers,
    member_of,
    verified,
)
from tests.hostile_files import PDF

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions):
    """Run the actions side by side; give what each returned or raised."""

    def run(action):
        try:
            return action()
        except (Conflict, Invalid, Locked) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_of_two_first_answers_one_is_kept_and_the_other_is_told():
    opened = assessment()
    people = [person(member_of(opened)), person(as_firm(opened.enterprise))]
    found = at_once(
        *(
            lambda user=user, value=value: save_answer(
                assessment=opened, ref="q5", raw=value, base_revision=0, user=user
            )
            for user, value in zip(people, "CD", strict=True)
        )
    )
    told = [result for result in found if isinstance(result, Conflict)]
    assert len(told) == 1
    assert AnswerChange.objects.count() == 1
    assert told[0].params["theirs"] == answers_of(opened)["q5"]


def test_many_answers_at_once_are_all_kept():
    opened = assessment()
    user = person(member_of(opened))
    wanted = {"q1": ["B"], "q5": "C", "q8": "D", "s01": "2", "s02": "3", "s03": "1"}
    at_once(
        *(
            lambda ref=ref, value=value: save_answer(
                assessment=opened, ref=ref, raw=value, base_revision=0, user=user
            )
            for ref, value in wanted.items()
        )
    )
    assert answers_of(opened) == wanted
    assert AnswerChange.objects.count() == len(wanted)


def test_pressing_submit_twice_gives_one_receipt():
    opened = assessment(**full_answers())
    actor = member_of(opened)
    user = person(actor)
    receipts = at_once(
        *[
            lambda: submit_assessment(
                assessment=Assessment.objects.get(pk=opened.pk),
                declared_name="Li",
                declared_position="Head",
                actor=actor,
                user=user,
            )
        ]
        * 2
    )
    assert {receipt.pk for receipt in receipts} == {Receipt.objects.get().pk}


def test_uploads_at_once_share_one_quota(monkeypatch, settings):
    monkeypatch.setattr(attaching, "QUOTA", 3 * len(PDF))
    opened = assessment()
    user = person(member_of(opened))
    found = at_once(
        *[
            lambda: attaching.attach_evidence(
                assessment=opened, ref="q1", upload=SimpleUploadedFile("a.pdf", PDF), user=user
            )
        ]
        * 8
    )
    assert sum(isinstance(result, Evidence) for result in found) == 3
    assert len(list(settings.MEDIA_ROOT.rglob("*/*/*"))) == 3


def test_of_approving_and_reopening_at_once_exactly_one_happens():
    found = verified()
    district = as_regulator(found.enterprise.district)

    def act(service, **how):
        return lambda: service(
            assessment=Assessment.objects.get(pk=found.pk), actor=district, **how
        )

    results = at_once(act(approve_assessment), act(reopen_assessment, reason="Wrong plant."))
    assert sum(isinstance(result, Locked) for result in results) == 1
    held = Assessment.objects.get(pk=found.pk)
    assert (held.status, held.approved) in (("verified", "district"), ("in_review", ""))
    assert Approval.objects.open().count() == int(held.approved != "")
