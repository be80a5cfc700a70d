"""The audit trail cannot be rewritten, not even by our own code: the database refuses."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON core_auditentry
        BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON core_auditentry
        WHEN OLD.id <= (SELECT COALESCE(MAX(last), 0) FROM core_auditseal)
        BEGIN SELECT RAISE(ABORT, 'a sealed audit entry is never deleted'); END""",
]
SQLITE_BACK = ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"]

POSTGRESQL = [
    """CREATE FUNCTION audit_no_update() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'audit entries are never changed'; END $$""",
    """CREATE FUNCTION audit_no_delete() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF OLD.id <= (SELECT COALESCE(MAX(last), 0) FROM core_auditseal) THEN
                RAISE EXCEPTION 'a sealed audit entry is never deleted';
            END IF;
            RETURN OLD;
        END $$""",
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON core_auditentry
        FOR EACH ROW EXECUTE FUNCTION audit_no_update()""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON core_auditentry
        FOR EACH ROW EXECUTE FUNCTION audit_no_delete()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER audit_no_update ON core_auditentry",
    "DROP TRIGGER audit_no_delete ON core_auditentry",
    "DROP FUNCTION audit_no_update()",
    "DROP FUNCTION audit_no_delete()",
]


def forwards(apps, schema_editor):
    run(schema_editor, SQLITE, POSTGRESQL)


def backwards(apps, schema_editor):
    run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


def run(schema_editor, sqlite, postgresql):
    for statement in postgresql if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_heartbeat")]
    operations = [migrations.RunPython(forwards, backwards)]
