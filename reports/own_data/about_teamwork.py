"""How colleagues shared the work."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from diagnosis.answers import ref_of
from diagnosis.models import Cause, Comment, Keeper, Opinion, Settlement
from gongfu.core.models import Role
from reports.own_data.reach import About
from reports.own_data.tables import Table, table


def teamwork_tables(about: About) -> Iterator[Table]:
    """How colleagues shared the work; views of others only as far as the owner may read them."""
    yield table(
        "keepers",
        _("Who sees to which section"),
        about.of(Keeper.objects.all()),
        assessment=(_("Number"), "assessment_id"),
        section=(_("Section"), "section"),
        name=(_("Name"), "name"),
        given_at=(_("Since"), "given_at"),
    )
    yield table(
        "comments",
        _("Comments"),
        about.of(Comment.objects.visible_to(about.actor)),
        assessment=(_("Number"), "assessment_id"),
        question=(_("Question"), lambda row: about.question(row.assessment_id, ref_of(row.key))),
        text=(_("Text"), "text"),
        at=(_("Written at"), "at"),
        by=(_("Written by"), "by_name"),
        role=(_("Role"), lambda row: Role(row.by_role).label),
        withdrawn_at=(_("Withdrawn at"), "withdrawn_at"),
    )
    opinions = Opinion.objects.visible_to(about.actor).select_related("round")
    yield table(
        "opinions",
        _("Views of colleagues"),
        about.of(opinions, "round__assessment"),
        assessment=(_("Number"), "round.assessment_id"),
        standpoint=(_("Standpoint"), lambda row: row.get_standpoint_display()),
        name=(_("Name"), "name"),
        answers=(_("Stored value"), "document"),
        handed_in_at=(_("Handed in at"), "handed_in_at"),
    )
    settled = Settlement.objects.select_related("round")
    yield table(
        "settlements",
        _("Settled differences"),
        about.of(settled, "round__assessment"),
        assessment=(_("Number"), "round.assessment_id"),
        question=(_("Question"), lambda row: about.question(row.round.assessment_id, row.ref)),
        value=(_("Stored value"), "value"),
        reason=(_("Reason"), "reason"),
        at=(_("Settled at"), "at"),
        by=(_("Settled by"), "by_name"),
    )
    yield table(
        "causes",
        _("Causes of improvements"),
        about.of(Cause.objects.visible_to(about.actor)),
        assessment=(_("Number"), "assessment_id"),
        question=(_("Question"), lambda row: about.question(row.assessment_id, row.question)),
        solution=(_("Solution"), "solution"),
        at=(_("Written at"), "at"),
        by=(_("Written by"), "by_name"),
    )
