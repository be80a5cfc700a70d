"""The state of work that goes on: a job, the saving of an answer."""

from typing import Any

from django.template import Context
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from gongfu.core.access import capability_for, may
from gongfu.core.actor import PUBLIC
from gongfu.core.jobs.reasons import reason_text
from gongfu.core.jobs.waiting import jobs_ahead
from gongfu.core.models import Job
from gongfu.core.ui.library import register
from gongfu.core.ui.words import Text

# What a job of a kind makes, as its row calls it; rooms add their kinds.
JOB_NAMES: dict[str, Text] = {}


def name_job(kind: str, name: Text) -> None:
    """Say what the row of a job of this kind is called; call it where the handler is registered."""
    JOB_NAMES[kind] = name


@register.filter
def job_name(kind: str) -> Text:
    """The kind of a job as people call it."""
    return JOB_NAMES.get(kind, kind)


@register.inclusion_tag("components/job.html", takes_context=True)
def job_row(context: Context, job: Job, name: Text = "", download: Text = "") -> dict[str, Any]:
    """One long job in words, refreshed while active; a done one links to `result["url"]`."""
    state = job_state(job)
    return {
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
        "job": job,
        "name": name or JOB_NAMES.get(job.kind) or _("Job"),
        "given_name": name,
        "download": download,
        **state,
        "url": _reachable(context, state["url"]),
    }


def _reachable(context: Context, url: str) -> str:
    """The address, for those whose role may open it: an operator sees the jobs of others."""
    try:
        capability = capability_for(resolve(url.partition("?")[0]).view_name, "GET")
    except Resolver404:
        return ""
    actor = getattr(context.get("request"), "actor", PUBLIC)
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
