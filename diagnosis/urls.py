"""Pages of the diagnosis; pages that join it with a report or a work list live in reports."""

from django.urls import URLPattern, URLResolver, path

from diagnosis.views import (
    answers,
    campaigns,
    estimates,
    evidence,
    format_guide,
    frameworks,
    home,
    results,
    reviewing,
    sections,
    submitting,
    tasks,
)

ONE = "assessments/<int:assessment_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/", home.home, name="home"),
    path("my/assessment/", home.current, name="current"),
    path("my/result/", home.current_result, name="current_result"),
    path(ONE, tasks.tasks, name="tasks"),
    path(f"{ONE}sections/<slug:ref>/", sections.section, name="section"),
    path(f"{ONE}answers/<slug:ref>/", answers.answer, name="answer"),
    path(f"{ONE}history/", answers.history, name="history"),
    path(f"{ONE}evidence/<int:evidence_id>/", evidence.download, name="evidence"),
    path(f"{ONE}evidence/<int:evidence_id>/remove/", evidence.remove, name="evidence_remove"),
    path(f"{ONE}evidence/add/<slug:ref>/", evidence.add, name="evidence_add"),
    path(f"{ONE}check/", submitting.check, name="check"),
    path(f"{ONE}submit/", submitting.submit, name="submit"),
    path(f"{ONE}receipt/", submitting.receipt, name="receipt"),
    path(f"{ONE}result/", results.result, name="result"),
    path(f"{ONE}estimates/", estimates.estimates, name="estimates"),
    path(f"{ONE}estimates/open/", estimates.open_estimate, name="open_estimate"),
    path(f"{ONE}take-over/", estimates.take_over, name="take_over"),
    path(f"{ONE}passport/", results.passport, name="passport"),
    path(f"{ONE}review/", reviewing.review, name="review"),
    path(f"{ONE}review/<slug:ref>/", reviewing.review_section, name="review_section"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/<slug:slug>/", campaigns.campaign, name="campaign"),
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/format/", format_guide.framework_format, name="framework_format"),
    path("frameworks/<slug:ref>/<str:version>/", frameworks.framework, name="framework"),
]
