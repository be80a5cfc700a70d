"""Acceptance: 10,000 rows with 200 planted faults of a dozen kinds, as CSV and as XLSX."""

import pytest

from enterprises.register.models import Enterprise, RegisterImport
from tests.enterprises.register.registers import (
    PLANTED,
    applied,
    as_csv,
    as_xlsx,
    planted_file,
)

ROWS, FAULTS = 10_000, 200


@pytest.mark.parametrize("form", ["utf-8", "gb18030", "xlsx"])
def test_ten_thousand_rows_go_in_but_for_the_planted_faults(city, form):
    rows, expected = planted_file(ROWS, FAULTS)
    rows[500:500] = [[""] * 12] * 3  # empty lines are skipped, and counted like a spreadsheet does
    expected = {number + 3 * (number > 501): code for number, code in expected.items()}
    data = as_xlsx(rows) if form == "xlsx" else as_csv(rows, encoding=form)
    found = applied(data, city)

    assert len(PLANTED) >= 12
    assert found.state == RegisterImport.State.APPLIED, found.job.reason_params
    assert (found.created, found.refused) == (ROWS - FAULTS, FAULTS)
    assert Enterprise.objects.count() == ROWS - FAULTS
    refused = found.lines.filter(outcome="refused")
    assert {row.number: row.faults[0]["code"] for row in refused} == expected
