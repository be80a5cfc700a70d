"""The rows that start no process, in the suite: each holds, and its control is red."""

import pytest

from gongfu.core.models import AuditEntry
from tests.faults import revoking, steps, uploads
from tests.faults.world import inconsistencies

ROWS = [
    pytest.param(revoking.stale_accesses, revoking.stale_accesses_control, id="R-A04"),
    pytest.param(uploads.hostile_uploads, uploads.hostile_uploads_control, id="R-B08"),
    pytest.param(uploads.hostile_names, uploads.hostile_names_control, id="R-B11"),
    pytest.param(steps.lost_leases, steps.lost_leases_control, id="R-F14"),
    pytest.param(steps.failing_statements, steps.failing_statements_control, id="R-F16"),
]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("row", "control"), ROWS)
def test_the_row_holds(row, control):
    outcome = row()
    assert outcome.broken == []
    assert outcome.n
    AuditEntry.objects.all().delete()  # once sealed, nothing could empty the table after the test
    assert inconsistencies() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("row", "control"), ROWS)
def test_without_the_protection_the_row_is_red(row, control):
    assert control().broken
