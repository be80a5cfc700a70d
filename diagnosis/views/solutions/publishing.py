"""The last look before drafts become editions, making them so, and withdrawing a solution."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diagnosis.cataloguing.differing import Difference, differences
from diagnosis.cataloguing.reviewing import Review, review_set
from diagnosis.cataloguing.sources import digest_of_source, present_sources
from diagnosis.library import library
from diagnosis.models import SolutionDraft
from diagnosis.services.cataloguing import (
    Seen,
    offer_solution,
    publish_solution,
    publish_solutions,
    withdraw_solution,
)
from diagnosis.views.authoring import look_again, revision_of
from diagnosis.views.solutions.drafts import closed, draft_or_404
from gongfu.core.errors import Conflict, GongfuError, Invalid
from gongfu.core.requests import Request

MOST_TOGETHER = 100


@dataclass(frozen=True, slots=True)
class Side:
    """A draft beside the present edition that it would take over from."""

    draft: SolutionDraft
    review: Review
    present: str
    changes: tuple[Difference, ...] | None

    @property
    def onto(self) -> str:
        return digest_of_source(self.present)

    @property
    def is_ready(self) -> bool:
        return self.review.is_sound and bool(self.changes)


def publish(request: Request, draft_id: int) -> HttpResponse:
    """Show what would change; POST publishes, or says what stands against it."""
    draft = draft_or_404(request, draft_id)
    if draft.edition:
        return closed(draft.edition)
    problem, status = "", 200
    if request.method == "POST":
        try:
            edition = publish_solution(
                draft=draft,
                revision=revision_of(request.POST),
                onto=request.POST.get("onto", ""),
                actor=request.actor,
                request_id=request.request_id,
            )
        except GongfuError as error:
            look_again(draft)
            problem, status = error.message, error.status
        else:
            request.audited = True
            messages.success(request, _("The solution is published and recommended from now on."))
            return redirect("diagnosis:solution", edition.ref)
    side = next(_sides([draft]))
    context = {"draft": draft, "side": side, "problem": problem, "needed": _in_the_making(side)}
    return render(request, "diagnosis/solutions/publish.html", context, status=status)


def _in_the_making(side: Side) -> QuerySet[SolutionDraft]:
    """Drafts of what the draft needs first and the library does not offer yet."""
    needs = side.review.solution.requires if side.review.solution else ()
    missing = [ref for ref in needs if ref not in library().offered]
    return SolutionDraft.objects.open().filter(ref__in=missing).order_by("ref", "-updated_at")


def publish_together(request: Request) -> HttpResponse:
    """Drafts that may need each other, looked at as one set; POST publishes all or none."""
    wanted = request.POST if request.method == "POST" else request.GET
    problem, status = "", 200
    if request.method == "POST":
        try:
            editions = publish_solutions(
                drafts=[_seen(each, wanted) for each in _all_chosen(request, wanted)],
                actor=request.actor,
                request_id=request.request_id,
            )
        except GongfuError as error:
            problem, status = error.message, error.status
        else:
            request.audited = True
            messages.success(request, _said(len(editions)))
            return redirect("diagnosis:solutions")
    sides = list(_sides(_chosen(request, wanted)))
    waiting = SolutionDraft.objects.visible_to(request.actor).open().order_by("ref", "pk")
    context = {
        "waiting": waiting[:MOST_TOGETHER],
        "chosen": {each.draft.pk for each in sides},
        "sides": sides,
        "problem": problem,
        "ready": bool(sides) and all(each.is_ready for each in sides),
    }
    return render(request, "diagnosis/solutions/together.html", context, status=status)


def _sides(drafts: Sequence[SolutionDraft]) -> Iterator[Side]:
    """Each draft, checked as if all of them were published at once."""
    present = present_sources([draft.ref for draft in drafts])
    reviews = review_set([("", draft.source) for draft in drafts])
    for draft, review in zip(drafts, reviews, strict=True):
        now = present.get(draft.ref, "")
        yield Side(draft, review, now, differences(now, draft.source))


def _chosen(request: Request, wanted: QueryDict) -> list[SolutionDraft]:
    """The drafts that were ticked and are still in the making."""
    keys = [int(each) for each in wanted.getlist("draft") if each.isascii() and each.isdecimal()]
    found = SolutionDraft.objects.visible_to(request.actor).open().order_by("ref", "pk")
    return list(found.filter(pk__in=[key for key in keys if key < 10**9])[:MOST_TOGETHER])


def _all_chosen(request: Request, posted: QueryDict) -> list[SolutionDraft]:
    """The same, none of them missing: half of what was looked at is not published."""
    found = _chosen(request, posted)
    if not posted.getlist("draft"):
        raise Invalid(_("Not published. Tick at least one draft."))
    if len(found) < len(set(posted.getlist("draft"))):
        raise Conflict(
            _("Not published: one of the drafts was published or removed meanwhile. Look again.")
        )
    return found


def _seen(draft: SolutionDraft, posted: QueryDict) -> Seen:
    revision = revision_of({"revision": posted.get(f"revision-{draft.pk}", "")})
    return Seen(draft, revision, posted.get(f"onto-{draft.pk}", ""))


def _said(number: int) -> str:
    said = ngettext(
        "%(number)d solution is published and recommended from now on.",
        "%(number)d solutions are published and recommended from now on.",
        number,
    )
    return said % {"number": number}


def withdraw(request: Request, ref: str) -> HttpResponse:
    """Withdraw a solution with a reason, or offer it again."""
    if ref not in library().known:
        raise Http404
    try:
        if request.POST.get("do") == "offer":
            offer_solution(ref=ref, actor=request.actor, request_id=request.request_id)
            messages.success(request, _("The solution is recommended again."))
        else:
            reason = request.POST.get("reason", "")
            withdraw_solution(
                ref=ref, reason=reason, actor=request.actor, request_id=request.request_id
            )
            messages.success(request, _("Withdrawn. Plans that have it keep it."))
        request.audited = True
    except GongfuError as error:
        messages.error(request, next(iter(error.fields.values()), error.message))
    return redirect("diagnosis:solution", ref)
