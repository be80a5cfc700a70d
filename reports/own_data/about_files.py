"""Files in the archive: evidence and reports, and the names they have there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from diagnosis.models import Evidence
from gongfu.core.actor import Actor
from reports.models import Report
from reports.own_data.tables import Table, table


def file_tables(actor: Actor) -> Iterator[Table]:
    yield table(
        "evidence",
        _("Evidence files"),
        Evidence.objects.visible_to(actor).select_related("uploaded_by").order_by("pk"),
        assessment=(_("Number"), "assessment_id"),
        ref=(_("Key"), "ref"),
        name=(_("File"), "name"),
        file=(_("Name in the archive"), lambda row: evidence_name(row)),
        size=(_("Bytes"), "size"),
        digest=(_("Digest"), "digest"),
        uploaded_at=(_("Uploaded at"), "uploaded_at"),
        uploaded_by=(_("Uploaded by"), "uploaded_by.name"),
    )
    yield table(
        "reports",
        _("Reports"),
        Report.objects.visible_to(actor).select_related("superseded_by").order_by("pk"),
        assessment=(_("Number"), "assessment_id"),
        number=(_("Report number"), "number"),
        kind=(_("Kind"), lambda row: row.get_kind_display()),
        language=(_("Language"), "language"),
        edition=(_("Edition"), "edition"),
        issued_at=(_("Issued at"), "issued_at"),
        superseded_by=(_("Superseded by"), "superseded_by.number"),
        digest=(_("Digest"), "digest"),
        file=(_("Name in the archive"), lambda row: report_name(row)),
    )


def evidence_name(evidence: Evidence) -> str:
    """Where a file lies in the archive; empty while the virus scan holds it back."""
    if evidence.is_held_back or evidence.is_infected:
        return ""
    return f"evidence/{evidence.assessment_id}/{evidence.pk}-{evidence.name}"


def report_name(report: Report) -> str:
    return f"reports/{report.number}-{report.language}.pdf"
