"""What is kept about the firm's assessments: the assessments and everything that hangs on them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongfu.core.actor import Actor
from reports.own_data.about_answers import answers_table, history_table
from reports.own_data.about_files import file_tables
from reports.own_data.about_results import declaration_tables, plan_tables, score_tables
from reports.own_data.about_teamwork import teamwork_tables
from reports.own_data.reach import About
from reports.own_data.tables import Table, table


def tables_about_diagnosis(actor: Actor) -> Iterator[Table]:
    """One table for each kind."""
    about = About(actor)
    yield table(
        "assessments",
        _("Assessments"),
        about.assessments.values(),
        assessment=(_("Number"), "pk"),
        campaign=(_("Campaign"), "campaign.name"),
        framework=(_("Framework"), lambda row: str(row.release)),
        state=(_("State"), lambda row: row.get_status_display()),
        opened_at=(_("Opened at"), "opened_at"),
        due_on=(_("Deadline"), "due_on"),
        submitted_at=(_("Submitted at"), "submitted_at"),
        verified_at=(_("Verified at"), "verified_at"),
        discarded_at=(_("Discarded at"), "discarded_at"),
        profile=(_("Firm at opening"), "profile"),
    )
    yield answers_table(about)
    yield history_table(about)
    yield from score_tables(about)
    yield from declaration_tables(about)
    yield from plan_tables(about)
    yield from teamwork_tables(about)
    yield from file_tables(actor)
