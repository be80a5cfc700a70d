"""The ZIP: each report as it was issued, and a table that says what is inside."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.ecosystem.models import Look
from enterprises.ecosystem.services.noting import note_look
from gongfu.core.actor import Actor
from gongfu.core.spreadsheets import Value, csv_stream
from gongfu.core.stored import stored_path
from reports.models import Report, ReportQuerySet
from reports.zipping import Archive

INDEX = "index.csv"
STEP = 20  # reports between two words about the progress
UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # of names of files
Progress = Callable[[int, int], None]


def write_reports(
    target: IO[bytes], *, reports: ReportQuerySet, actor: Actor, progress: Progress
) -> int:
    """Copy the reports one by one; each firm can see who took its report. Returns how many."""
    archive, index = Archive(target), io.BytesIO()
    keys = list(reports.order_by("pk").values_list("pk", flat=True))
    for line in csv_stream(_lines(archive, keys, actor, progress)):
        index.write(line.encode())
    archive.write(INDEX, index.getvalue())
    archive.close()
    return len(keys)


def _lines(
    archive: Archive, keys: Sequence[int], actor: Actor, progress: Progress
) -> Iterator[Sequence[Value]]:
    """Copies each report when its line is asked for, so that no two are in memory at once."""
    yield _head()
    for at in range(0, len(keys), STEP):
        progress(at, len(keys))
        for report in _loaded(keys[at : at + STEP]):
            note_look(
                enterprise_id=report.assessment.enterprise_id,
                campaign_id=report.assessment.campaign_id,
                actor=actor,
                kind=Look.Kind.REPORT,
            )
            yield _line(report, _copied(archive, report))


def _loaded(keys: Sequence[int]) -> ReportQuerySet:
    related = ("assessment__enterprise__district", "assessment__release", "score", "superseded_by")
    return (
        Report.objects.filter(pk__in=keys)
        .select_related(*related)
        .defer("score__answers", "score__document", "score__passport")
        .defer("assessment__release__source", "assessment__release__texts")
        .order_by("pk")
    )


def _copied(archive: Archive, report: Report) -> str:
    """The name under which it is in the archive; empty where its file is missing."""
    name = f"reports/{report.number}-{report.language} {_firm(report)}.pdf"
    try:
        with stored_path(report.file).open("rb") as source:
            archive.copy(name, source, packed=True)
    except FileNotFoundError:
        return ""
    return name


def _firm(report: Report) -> str:
    return UNFIT.sub("_", report.assessment.enterprise.name_zh).strip(" .")[:60]


def _head() -> list[Value]:
    return [
        _("Report number"),
        _("Edition"),
        _("Kind"),
        _("Language"),
        _("Enterprise"),
        _("Credit code"),
        _("District"),
        _("Level"),
        _("Issued at"),
        _("Superseded by"),
        _("Digest (SHA-256)"),
        _("Name in the archive"),
    ]


def _line(report: Report, name: str) -> list[Value]:
    firm = report.assessment.enterprise
    return [
        report.number,
        report.edition,
        str(report.get_kind_display()),
        report.language,
        firm.name_zh,
        firm.uscc,
        firm.district.name,
        report.level_name,
        timezone.localtime(report.issued_at),
        report.superseded_by.number if report.superseded_by else "",
        report.digest,
        name or _("The file is missing"),
    ]
