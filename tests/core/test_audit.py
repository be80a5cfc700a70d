"""The trail: append-only in the database itself, chained by seals, verified by a command."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gongfu.core.actor import Actor
from gongfu.core.models import AuditEntry, AuditSeal, Change
from gongfu.core.services.auditing import broken_seals, record, seal
from gongfu.core.services.changing import note_change, number_changes
from gongfu.core.tasks import sweep

pytestmark = pytest.mark.django_db


def entry(action="test:act", *, minutes_ago=5, target="id:1") -> AuditEntry:
    record(actor=Actor.system("test"), action=action, target=target, result="ok")
    made = AuditEntry.objects.latest("id")
    backdate(made, minutes_ago)
    return made


def backdate(made: AuditEntry, minutes: int) -> None:
    """Only a test makes time pass, so it must step around the trigger."""
    moment = timezone.now() - timedelta(minutes=minutes)
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditentry SET at = %s WHERE id = %s", [moment, made.pk])


class without_triggers:
    """An attacker with all rights on the database."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
                return
            cursor.execute(
                "SELECT sql FROM sqlite_master"
                " WHERE type = 'trigger' AND tbl_name = 'core_auditentry'"
            )
            self.kept = [row[0] for row in cursor.fetchall()]
            cursor.execute("DROP TRIGGER audit_no_update")
            cursor.execute("DROP TRIGGER audit_no_delete")

    def __exit__(self, *args: object) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER USER")
                return
            for sql in self.kept:
                cursor.execute(sql)


def refused(work) -> bool:
    try:
        with transaction.atomic():
            work()
    except DatabaseError:
        return True
    return False


def test_an_entry_is_never_changed():
    made = entry()
    assert refused(lambda: AuditEntry.objects.filter(pk=made.pk).update(action="test:other"))
    assert AuditEntry.objects.get().action == "test:act"


def test_a_sealed_entry_is_never_deleted_and_an_unsealed_one_may_be():
    sealed = entry()
    seal()
    entry(minutes_ago=0)
    AuditEntry.objects.filter(pk__gt=sealed.pk).delete()
    assert refused(lambda: AuditEntry.objects.filter(pk=sealed.pk).delete())
    assert AuditEntry.objects.count() == 1


def test_only_settled_entries_are_sealed():
    entry(minutes_ago=0)
    assert seal() is None
    old = entry(minutes_ago=2)
    assert seal() is None or AuditSeal.objects.get().last == old.pk


def test_each_seal_chains_to_the_one_before():
    entry()
    first = seal()
    entry()
    second = seal()
    assert second.previous == first.digest
    assert broken_seals() == []
    assert seal() is None


def tampered(how: str) -> list[str]:
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(how)
    return broken_seals()


@pytest.mark.parametrize(
    "how",
    [
        "UPDATE core_auditentry SET result = 'refused'",
        "DELETE FROM core_auditentry WHERE id = (SELECT MIN(id) + 1 FROM core_auditentry)",
        "UPDATE core_auditseal SET previous = 'x' WHERE id = (SELECT MAX(id) FROM core_auditseal)",
    ],
)
def test_tampering_with_the_database_breaks_the_chain(how):
    for _entry in range(3):
        entry()
    seal()
    entry()
    seal()
    assert broken_seals() == []
    assert tampered(how)


def test_the_command_says_that_all_is_well_or_what_is_not():
    entry()
    out = StringIO()
    call_command("audit", "seal", stdout=out)
    assert "1 sealed entries are unaltered; 0 wait" in out.getvalue()
    tampered("UPDATE core_auditentry SET actor = 'somebody'")
    with pytest.raises(CommandError, match="were altered"):
        call_command("audit", "verify")


def test_line_ends_and_direction_marks_cannot_forge_a_line():
    made = entry(target="id:1\nfake ok\u202e", minutes_ago=0)
    assert made.target == "id:1 fake ok "


def test_the_sweep_seals_and_numbers():
    entry()
    note_change(kind="enterprise", key="1")
    sweep()
    assert AuditSeal.objects.count() == 1
    assert Change.objects.get().number == 1


def test_changes_are_numbered_once_without_gaps():
    for key in "abc":
        note_change(kind="enterprise", key=key)
    assert number_changes() == 3
    assert number_changes() == 0
    note_change(kind="enterprise", key="d")
    number_changes()
    numbers = Change.objects.order_by("id").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
