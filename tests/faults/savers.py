"""Clients that save answers one after another and write down every one they were told is saved."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import count
from threading import Event, Thread
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from diagnosis.answers import key_of
from diagnosis.catalogue import framework_for
from diagnosis.models import AnswerChange, AnswerSheet, Assessment, Voice
from tests.faults.city import person_of

PATIENCE = 10  # times a save is sent again before the client goes on to another question
CSRF = "c" * 32


@dataclass(frozen=True)
class Ack:
    """A save that was answered with success."""

    assessment: int
    key: str
    value: str
    revision: int


class Saver(Thread):
    """One person in one browser; after a cut connection the same save is sent again."""

    def __init__(self, port: int, assessment: Assessment) -> None:
        super().__init__(daemon=True)
        self.assessment = assessment
        self.questions = plain_questions(assessment)
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = signed_in(assessment)
        self.known: dict[str, tuple[int, str]] = {}
        self.acks: list[Ack] = []
        self.refused: list[str] = []
        self.cut = 0
        self.over = Event()

    def run(self) -> None:
        for ref, value in self.wishes():
            if self.over.is_set():
                return
            self.save(ref, value)

    def finish(self) -> None:
        self.over.set()
        self.join(60)
        assert not self.is_alive(), "a client never came back"

    def save(self, ref: str, value: str) -> None:
        """Send one answer until it is acknowledged, or patience or the time is over."""
        revision, _ = self.known.get(ref, (0, ""))
        body = urlencode({ref: value, f"{ref}.rev": revision})
        for _ in range(PATIENCE):
            try:
                status, page = self._post(ref, body)
            except (OSError, HTTPException):
                self.cut += 1
                self.connection.close()
                if self.over.wait(0.05):
                    return
                continue
            self._note(ref, value, status, page)
            return

    def wishes(self) -> Iterator[tuple[str, str]]:
        """Question after question, each time with another of its options."""
        for turn in count():
            for ref, options in self.questions.items():
                yield ref, options[turn % len(options)]

    def _post(self, ref: str, body: str) -> tuple[int, str]:
        address = f"/assessments/{self.assessment.pk}/answers/{ref}/"
        self.connection.request("POST", address, body, self.headers)
        response = self.connection.getresponse()
        return response.status, response.read().decode()

    def _note(self, ref: str, value: str, status: int, page: str) -> None:
        shown = re.search(rf'name="{ref}\.rev" value="(\d+)"', page)
        if status != 200 or not shown:
            self.refused.append(f"{status} {ref}: {page[:200]}")
            return
        revision = int(shown[1])
        self.known[ref] = (revision, value)
        key = key_of(self.assessment.framework_ref, ref)
        self.acks.append(Ack(self.assessment.pk, key, value, revision))


def signed_in(assessment: Assessment) -> dict[str, str]:
    """What the browser of a member of the firm sends along."""
    client = Client()
    client.force_login(person_of(assessment))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: CSRF}
    return {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": CSRF,
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }


def plain_questions(assessment: Assessment) -> dict[str, list[str]]:
    """The questions that one option answers: ref to options."""
    return {
        ref: list(question.option_refs)
        for ref, question in framework_for(assessment).questions.items()
        if not question.is_multi and not question.fields
    }


def lost_answers(savers: Iterable[Saver]) -> list[Ack]:
    """Acknowledged saves that the history does not have, or that the document is older than."""
    acks = [ack for saver in savers for ack in saver.acks]
    documents, history = _stored({ack.assessment for ack in acks})
    return [
        ack
        for ack in acks
        if history.get((ack.assessment, ack.key, ack.revision)) != ack.value
        or documents[ack.assessment].get(ack.key, {"rev": 0})["rev"] < ack.revision
    ]


def torn_answers(assessments: Sequence[Assessment]) -> list[str]:
    """Answers whose document and history tell different stories."""
    documents, history = _stored({assessment.pk for assessment in assessments})
    newest: dict[tuple[int, str], int] = {}
    for pk, key, revision in history:
        newest[pk, key] = max(revision, newest.get((pk, key), 0))
    keys = {(pk, key) for pk, document in documents.items() for key in document} | set(newest)
    torn = []
    for pk, key in sorted(keys):
        kept, last = documents[pk].get(key), newest.get((pk, key), 0)
        same = kept and kept["rev"] == last and history.get((pk, key, last)) == kept["value"]
        if not same or any((pk, key, earlier) not in history for earlier in range(1, last)):
            torn.append(f"{pk} {key}: document {kept}, history ends at {last}")
    return torn


def _stored(
    assessments: set[int],
) -> tuple[dict[int, dict[str, dict]], dict[tuple[int, str, int], object]]:
    sheets = AnswerSheet.objects.filter(assessment__in=assessments, voice=Voice.SELF)
    changes = AnswerChange.objects.filter(sheet__in=sheets)
    rows = changes.values_list("sheet__assessment_id", "key", "revision", "new")
    return (
        {sheet.assessment_id: sheet.document for sheet in sheets},
        {(pk, key, revision): new for pk, key, revision, new in rows},
    )
