"""A voluntary self-assessment that is not wanted any more, and taken back again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from diagnosis.models import Assessment
from diagnosis.services import discarding
from diagnosis.views.reach import assessment_or_404, person_of, reachable
from diagnosis.which_release import name_of
from gongfu.core.errors import Locked
from gongfu.core.requests import Request


def discard(request: Request, assessment_id: int) -> HttpResponse:
    """Ask once more; POST discards."""
    assessment = assessment_or_404(request, assessment_id)
    if not discarding.is_discardable(assessment):
        raise Locked(
            _("Only a voluntary self-assessment that is not submitted yet can be discarded.")
        )
    if request.method != "POST":
        context = {
            "assessment": assessment,
            "framework_name": name_of(assessment.release),
            "simulated": assessment.is_simulated,
        }
        return render(request, "diagnosis/estimates/discard.html", context)
    discarding.discard_extra(assessment=assessment, actor=request.actor, user=person_of(request))
    told = _("“%(name)s” was discarded. You can take it back on this page.")
    messages.success(request, told % {"name": name_of(assessment.release)})
    return redirect("diagnosis:home")


def take_back(request: Request, assessment_id: int) -> HttpResponse:
    """Bring it back; a second press finds it back already."""
    gone = Assessment.objects.discarded_of(request.actor).filter(pk=assessment_id).first()
    if gone is not None:
        discarding.take_back(assessment=gone, actor=request.actor)
        messages.success(request, _("The self-assessment is back with all of its answers."))
    found = gone or get_object_or_404(reachable(request), pk=assessment_id)
    return redirect("diagnosis:tasks", found.pk)
