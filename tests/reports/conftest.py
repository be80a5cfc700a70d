"""Issued reports, in a folder of the test's own."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from diagnosis.models import Assessment
from diagnosis.services.reviewing import start_review, verify_assessment
from gongfu.core import jobs
from gongfu.core.actor import Actor
from gongfu.core.models import Job, User
from reports.models import Report
from reports.services.issuing import request_report
from tests import factories


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def done(db: None) -> Assessment:
    """A submitted and scored self-assessment."""
    return factories.submitted()


def issue(assessment: Assessment, *, actor: Actor | None = None, language="zh", **wish) -> Job:
    """Ask for a report and let the worker make it."""
    actor = actor or factories.member_of(assessment)
    job = request_report(assessment=assessment, language=language, actor=actor, **wish)
    jobs.run_until_empty(job.queue, heartbeat=False)
    job.refresh_from_db()
    return job


def issued(assessment: Assessment, **wish) -> Report:
    """The report that was just issued."""
    return Report.objects.get(pk=issue(assessment, **wish).result["report"])


def verify(assessment: Assessment, **findings: object) -> Actor:
    """The provider visits and agrees with everything but the findings."""
    consultant = factories.consultant_for(assessment)
    assessment.refresh_from_db()
    start_review(assessment=assessment, actor=consultant)
    user = User.objects.get(pk=consultant.user_id)
    verify_assessment(assessment=assessment, findings=findings, actor=consultant, user=user)
    jobs.run_until_empty("interactive", heartbeat=False)
    assessment.refresh_from_db()
    return consultant


def browser_of(actor: Actor) -> Client:
    """A browser in which this person is signed in and reads English."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client
