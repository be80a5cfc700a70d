"""The state of work that goes on: a job, the saving of an answer."""

from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from gongfu.core.access import capability_for, may
from gongfu.core.actor import PUBLIC, Actor
from gongfu.core.jobs.reasons import reason_text
from gongfu.core.jobs.waiting import jobs_ahead
from gongfu.core.models import Job
from gongfu.core.ui.library import register
from gongfu.core.ui.words import Text


@dataclass(frozen=True, slots=True)
class JobWords:
    """What people call the work: by its name, and on its own page by what it is about to do."""

    name: Text
    making: Text = ""  # "Making the report"
    made: Text = ""  # "The report is ready"
    unmade: Text = ""  # "The report could not be made"
    take: Text = ""  # on the button that hands out what was made

    def title(self, state: str) -> Text:
        """The heading of the job's page."""
        titles = {Job.State.DONE: self.made, Job.State.FAILED: self.unmade}
        return titles.get(Job.State(state), self.making) or self.name


# Words for each kind of job; rooms add theirs.
JOB_WORDS: dict[str, JobWords] = {}


def name_job(kind: str, name: Text, **words: Text) -> None:
    """Say what a job of this kind is called; call it where the handler is registered."""
    JOB_WORDS[kind] = JobWords(name, **words)


def words_of(kind: str) -> JobWords:
    """The words for a kind of job, whether or not its room has named it."""
    return JOB_WORDS.get(kind) or JobWords(_("Job"))


@register.filter
def job_name(kind: str) -> Text:
    """The kind of a job as people call it."""
    return JOB_WORDS[kind].name if kind in JOB_WORDS else kind


@register.inclusion_tag("components/job.html", takes_context=True)
def job_row(context: Context, job: Job, name: Text = "", download: Text = "") -> dict[str, Any]:
    """One long job in words, refreshed while active; a done one links to `result["url"]`."""
    state, words = job_state(job), words_of(job.kind)
    return {
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
        "job": job,
        "name": name or words.name,
        "given_name": name,
        "download": download or words.take,
        **state,
        "url": reachable(getattr(context.get("request"), "actor", PUBLIC), state["url"]),
    }


def reachable(actor: Actor, url: str) -> str:
    """The address, for those whose role may open it: an operator sees the jobs of others."""
    try:
        capability = capability_for(resolve(url.partition("?")[0]).view_name, "GET")
    except Resolver404:
        return ""
    return url if capability and may(actor, capability) else ""


def job_state(job: Job) -> dict[str, Any]:
    """What is known about a job now: its place in line, how far it is, why it failed."""
    total = job.progress_total
    return {
        "is_active": job.state in (Job.State.QUEUED, Job.State.RUNNING),
        "ahead": jobs_ahead(job) if job.state == Job.State.QUEUED else 0,
        "percent": round(100 * job.progress_done / total) if total else None,
        "why": reason_text(job) if job.state == Job.State.FAILED else "",
        "url": str(job.result.get("url", "")) if job.state == Job.State.DONE else "",
    }


@register.inclusion_tag("components/state.html")
def save_state(state: str, text: Text) -> dict[str, Any]:
    """The state of one answer in words: idle, saving, saved, invalid, conflict or failed."""
    return {"state": state, "text": text}
