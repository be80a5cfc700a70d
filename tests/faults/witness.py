"""Reads the pages of jobs while workers die, and checks each word against the tables."""

import re
from collections.abc import Mapping
from http.client import HTTPConnection
from threading import Event, Thread

from django.db import connection

from diagnosis.models import Assessment, Score
from gongfu.core.models import Job
from tests.faults.savers import signed_in

STATE = re.compile(r'class="job"[^>]*data-state="(\w+)"')
DONE = str(Job.State.DONE)
SURE = {str(Job.State.QUEUED), str(Job.State.RUNNING), DONE}


class Witness(Thread):
    """Looks at each job's page in turn, as the people who wait for it do."""

    def __init__(self, port: int, jobs: Mapping[Assessment, Job]) -> None:
        super().__init__(daemon=True)
        self.jobs = dict(jobs)
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {assessment: signed_in(assessment) for assessment in jobs}
        self.last: dict[int, str] = {}
        self.lies: list[str] = []
        self.read = 0
        self.over = Event()

    def run(self) -> None:
        try:
            while not self.over.wait(0.05):
                self._round()
            self._round()
        except Exception as error:  # noqa: BLE001  the row must hear of it
            self.lies.append(f"the witness ended: {error!r}")
        finally:
            connection.close()

    def finish(self) -> None:
        """Look once more at all of them; by then each page must say "done"."""
        self.over.set()
        self.join(60)
        for pk, said in self.last.items():
            if said != DONE:
                self.lies.append(f"job {pk} is over, its page says {said}")

    def _round(self) -> None:
        for assessment, job in self.jobs.items():
            before = self._fact(job)
            said = self._page(assessment, job)
            after = self._fact(job)
            has_score = Score.objects.filter(assessment=assessment).exists()
            self._judge(job, before, said, after, has_score)

    def _judge(
        self, job: Job, before: tuple[str, int], said: str, after: tuple[str, int], has_score: bool
    ) -> None:
        self.read += 1
        if said not in SURE:
            self.lies.append(f"job {job.pk}: the page says {said!r}")
        if before == after and said != before[0]:
            self.lies.append(f"job {job.pk} is {before[0]}, its page says {said}")
        if said == DONE and not has_score:
            self.lies.append(f"job {job.pk}: the page says done, there is no score")
        if self.last.get(job.pk) == DONE != said:
            self.lies.append(f"job {job.pk} was done, its page now says {said}")
        self.last[job.pk] = said

    def _fact(self, job: Job) -> tuple[str, int]:
        """The state, and the token that tells two spells of one state apart."""
        state, token = Job.objects.values_list("state", "token").get(pk=job.pk)
        return str(state), token

    def _page(self, assessment: Assessment, job: Job) -> str:
        headers = self.headers[assessment]
        self.connection.request("GET", f"/jobs/{job.pk}/", headers=headers)
        response = self.connection.getresponse()
        found = STATE.search(response.read().decode())
        return found[1] if found else f"nothing, status {response.status}"
