"""Addresses of this room, and of the pages that join an enterprise with its diagnosis."""

from django.urls import URLPattern, URLResolver, path

from reports.views import (
    archives,
    board,
    enterprises,
    forecast,
    inviting,
    issuing,
    narrating,
    own_data,
    papers,
    plans,
    reading,
    standstill,
    verifying,
    worklist,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("coverage/", board.dashboard, name="dashboard"),
    path("coverage/forecast/", forecast.forecast, name="forecast"),
    path("coverage/summary.pdf", board.dashboard_brief, name="dashboard_brief"),
    path("coverage/<slug:name>.<slug:kind>", board.dashboard_export, name="dashboard_export"),
    path("company/export/", own_data.own_data, name="own_data"),
    path("company/export/<int:file_id>/", own_data.own_data_file, name="own_data_file"),
    path("company/accesses/", own_data.accesses, name="accesses"),
    path("company/accesses.csv", own_data.accesses_export, name="accesses_export"),
    path("reports/", reading.report_list, name="list"),
    path("reports/archive/", archives.archive, name="archive"),
    path("reports/archive/<int:archive_id>/", archives.archive_file, name="archive_file"),
    path("reports/<int:report_id>/", reading.report_detail, name="detail"),
    path("assessments/<int:assessment_id>/report/text/", narrating.narrative, name="narrative"),
    path("report-texts/<int:version_id>/", narrating.narrative_version, name="narrative_version"),
    path("reports/<int:report_id>/download/", reading.download, name="download"),
    path("reports/<int:report_id>/report.docx", reading.download_word, name="download_word"),
    path("assessments/<int:assessment_id>/receipt.pdf", papers.receipt_pdf, name="receipt_pdf"),
    path("assessments/<int:assessment_id>/summary.pdf", papers.summary, name="summary"),
    path("assessments/<int:assessment_id>/blank.pdf", papers.blank, name="blank"),
    path(
        "frameworks/<slug:ref>/<str:version>/blank.pdf", papers.blank_release, name="blank_release"
    ),
    path("assessments/<int:assessment_id>/report/", issuing.issue, name="issue"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/<str:code>/", verifying.verify_code, name="verify_code"),
]

# Shown under the part they are about, kept here because they need every part.
enterprise_patterns: list[URLPattern | URLResolver] = [
    path("enterprises/", enterprises.enterprise_list, name="list"),
    path("enterprises/export.<str:form>", enterprises.enterprise_export, name="export"),
    path("enterprises/<int:enterprise_id>/", enterprises.enterprise_detail, name="detail"),
    path("enterprises/<int:enterprise_id>/invite/", inviting.enterprise_invite, name="invite"),
]
diagnosis_patterns: list[URLPattern | URLResolver] = [
    path("worklist/", worklist.worklist, name="worklist"),
    path("campaigns/<slug:slug>/lists/", standstill.standstill, name="standstill"),
    path(
        "campaigns/<slug:slug>/lists/remind/",
        standstill.standstill_remind,
        name="standstill_remind",
    ),
    path(
        "campaigns/<slug:slug>/lists/extend/",
        standstill.standstill_extend,
        name="standstill_extend",
    ),
    path(
        "campaigns/<slug:slug>/lists/export.<str:form>",
        standstill.standstill_export,
        name="standstill_export",
    ),
    path("plans/", plans.plan_list, name="plans"),
    path("plans/export.<str:form>", plans.plan_export, name="plans_export"),
]
