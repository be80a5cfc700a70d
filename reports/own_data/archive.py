"""The archive: a ZIP with data for programs and for people, the files, and what each of them is."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from diagnosis.evidence import scanning
from diagnosis.models import Assessment, Evidence, Score
from enterprises.models import Enterprise
from gongfu.core import clock
from gongfu.core.actor import Actor
from gongfu.core.spreadsheets import xlsx_sheets
from gongfu.core.stored import stored_path
from reports.models import Report
from reports.own_data.about_diagnosis import tables_about_diagnosis
from reports.own_data.about_files import evidence_name, report_name
from reports.own_data.about_firm import tables_about_firm
from reports.own_data.about_results import passport_name
from reports.own_data.tables import Table, canonical
from reports.zipping import Archive

FORMAT = "gongfu-own-data 1"
LANGUAGES = ("zh-hans", "en")
Progress = Callable[[int, int], None]


def write_archive(target: IO[bytes], *, firm: Enterprise, actor: Actor, progress: Progress) -> None:
    """Everything about the firm that the actor may see, and nothing else."""
    archive = Archive(target)
    tables = [*tables_about_firm(firm, actor), *tables_about_diagnosis(actor)]
    _write_tables(archive, firm, tables)
    files = list(_files(actor))
    for at, (name, path) in enumerate(files):
        progress(at, len(files))
        if path.is_file():  # a file may have been removed since its row was read
            with path.open("rb") as source:
                archive.copy(name, source, packed=True)
    _write_passports(archive, actor)
    archive.write("README.txt", _readme(firm, tables))
    archive.close()


def _write_tables(archive: Archive, firm: Enterprise, tables: list[Table]) -> None:
    content = {
        "format": FORMAT,
        "made_at": clock.now(),
        "enterprise": {"uscc": firm.uscc, "name_zh": firm.name_zh, "name_en": firm.name_en},
        "simulated": settings.GONGFU_DEMO or firm.is_simulated,
        "tables": {each.name: each.rows for each in tables},
    }
    archive.write("data.json", canonical(content))
    with xlsx_sheets((str(each.title), each.lines()) for each in tables) as book:
        archive.copy("data.xlsx", book, packed=True)


def _files(actor: Actor) -> Iterator[tuple[str, Path]]:
    for evidence in Evidence.objects.visible_to(actor).order_by("pk"):
        if name := evidence_name(evidence):
            yield name, stored_path(evidence.stored)
    for report in Report.objects.visible_to(actor).order_by("pk"):
        yield report_name(report), stored_path(report.file)


def _write_passports(archive: Archive, actor: Actor) -> None:
    """One by one, because each is as large as all the rest."""
    reachable = Assessment.objects.visible_to(actor)
    scores = Score.objects.filter(assessment__in=reachable).defer("document").order_by("pk")
    for score in scores.iterator(chunk_size=10):
        content = {"answers": score.answers, "passport": score.passport}
        archive.write(passport_name(score), canonical(content))


def _readme(firm: Enterprise, tables: list[Table]) -> bytes:
    """What each file is, in both languages, one after the other."""
    parts = []
    for language in LANGUAGES:
        with translation.override(language):
            context = {
                "firm": firm,
                "made_at": clock.now(),
                "tables": [(each.name, each.title, len(each.rows)) for each in tables],
                "format": FORMAT,
                "scans": scanning.has_scanner(),
                "simulated": settings.GONGFU_DEMO or firm.is_simulated,
            }
            parts.append(render_to_string("reports/own_data_readme.txt", context).strip())
    return ("\n\n" + "-" * 72 + "\n\n").join(parts).encode() + b"\n"
