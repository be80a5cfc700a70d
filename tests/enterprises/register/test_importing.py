"""From an uploaded file to the register and back: dry run, apply, refused rows, undo."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from enterprises.models import Enterprise, LedgerEntry
from enterprises.programme.services.scoping import enter_scope
from enterprises.register import printing
from enterprises.register.models import ImportRow, RegisterImport
from enterprises.register.refused import refused_rows
from enterprises.register.services import applying
from enterprises.register.services.applying import start_applying
from enterprises.register.services.receiving import receive_file
from enterprises.register.services.registering import BATCH, save_enterprise
from enterprises.register.services.undoing import start_undoing
from gongfu.core import fault
from gongfu.core.actor import Actor
from gongfu.core.errors import Locked
from gongfu.core.models import Change, Job
from gongfu.core.spreadsheets import csv_stream
from tests.enterprises.register.registers import (
    HEADERS,
    applied,
    as_csv,
    run_jobs,
    sound_row,
    uploaded,
)
from tests.factories import CampaignFactory, EnterpriseFactory, as_regulator

State, Outcome = RegisterImport.State, ImportRow.Outcome


def rows(*serials: int) -> list[list[str]]:
    return [sound_row(serial) for serial in serials]


def changed(serial: int, **fields: str) -> list[str]:
    row = sound_row(serial)
    for name, value in fields.items():
        row[{"code": 0, "name": 1, "district": 3, "staff": 5, "revenue": 6}[name]] = value
    return row


def firm(serial: int) -> Enterprise:
    return Enterprise.objects.get(uscc=sound_row(serial)[0])


def undone(found: RegisterImport, actor: Actor) -> RegisterImport:
    start_undoing(register_import=found, actor=actor)
    run_jobs()
    found.refresh_from_db()
    return found


def faults_of(found: RegisterImport) -> list[str]:
    return [row.faults[0]["code"] for row in found.lines.filter(outcome=Outcome.REFUSED)]


def test_the_dry_run_shows_and_changes_nothing(city):
    applied(as_csv(rows(1, 2)), city)
    found = uploaded(as_csv([changed(1, staff="700"), sound_row(2), sound_row(3)]), city)
    assert (found.created, found.updated, found.unchanged) == (1, 1, 1)
    line = found.lines.get(outcome=Outcome.UPDATE)
    assert (line.before, line.after) == ({"staff": 21}, {"staff": 700})
    assert Enterprise.objects.count() == 2
    assert firm(1).staff == 21


def test_a_new_firm_is_stored_as_read_and_what_follows_is_derived(city):
    applied(as_csv([changed(1, district="南汇区", staff="1,200", revenue="45,000")]), city)
    found = firm(1)
    assert (found.district_id, found.industry_id, found.industry_code) == ("310115", "35", "35")
    assert (found.staff, found.revenue, found.size) == (1200, Decimal("45000.00"), "large")
    assert found.is_above_scale
    assert found.name_key.startswith("yang li")
    assert list(Enterprise.objects.matching("精密机械")) == [found]


def test_an_empty_cell_leaves_what_stands_in_the_register(city):
    applied(as_csv(rows(1)), city)
    found = uploaded(as_csv([changed(1, staff="", revenue="")]), city)
    assert found.unchanged == 1


def test_every_written_firm_is_noted_as_a_change(city):
    applied(as_csv(rows(1, 2)), city)
    assert set(Change.objects.values_list("key", flat=True)) == {
        str(firm(1).pk),
        str(firm(2).pk),
    }


def test_refused_rows_come_back_neutral_and_can_be_corrected_and_uploaded_again(city):
    bad = [changed(1, revenue="=1+1"), changed(2, staff="many"), sound_row(3)]
    bad[0][1] = "=HYPERLINK(1)"
    found = uploaded(as_csv(bad), city)
    text = "".join(csv_stream(refused_rows(found)))
    back = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert [row[-2] for row in back[1:]] == ["2", "3"]
    assert back[1][1] == "'=HYPERLINK(1)"
    assert HEADERS[5] in back[2][-1] or HEADERS[6] in back[1][-1]
    back[1][6], back[2][5] = "100", "50"
    again = applied(as_csv(back[1:], headers=back[0]), city)
    assert (again.created, again.refused) == (2, 0)
    assert firm(1).name_zh == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("91310115MA20000010", "uscc_check"),
        ("9131O115MA2000001B", "uscc_letters"),
        ("91310115MA2000001", "uscc_length"),
        ("", "missing"),
        ("=A1", "formula"),
        ("9131\x070115MA2000001B", "control_characters"),
    ],
)
def test_credit_codes_with_faults_are_refused(city, written, code):
    assert faults_of(uploaded(as_csv([changed(1, code=written)]), city)) == [code]


def test_look_alike_letters_come_with_a_hint(city):
    code = sound_row(1)[0]
    found = uploaded(as_csv([changed(1, code=code.replace("0", "O"))]), city)
    assert found.lines.get().faults[0]["params"]["likely"] == code


def test_full_width_digits_are_taken_with_a_remark(city):
    wide = sound_row(1)[0].translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    found = applied(as_csv([changed(1, code=wide)]), city)
    assert found.created == 1
    assert found.lines.get().faults[0]["code"] == "widened"


def test_a_name_that_no_report_can_print_is_taken_with_a_remark(city, monkeypatch):
    monkeypatch.setattr(printing, "_sources", [lambda: {ord(char) for char in "样例厂"}])
    found = uploaded(as_csv([changed(1, name="样例𰻞厂")]), city)
    remark = found.lines.get().faults[0]
    assert (found.created, remark["code"]) == (1, "unprintable")
    assert remark["params"] == {"characters": "𰻞"}


def test_two_rows_with_one_code_are_both_refused(city):
    found = uploaded(as_csv([sound_row(1), sound_row(2), changed(3, code=sound_row(1)[0])]), city)
    assert faults_of(found) == ["uscc_twice", "uscc_twice"]
    assert found.created == 1


def test_a_district_imports_its_own_firms_only_and_learns_nothing_of_others(city):
    applied(as_csv([changed(1, district="闵行", name="闵行的厂")]), city)
    own = as_regulator("310115")
    found = uploaded(as_csv([changed(1, district="浦东"), changed(2, district="闵行")]), own)
    assert faults_of(found) == ["is_elsewhere", "other_district"]
    assert not any("闵行的厂" in str([row.before, row.after]) for row in found.lines.all())


def test_an_import_cannot_be_applied_twice(city):
    found = applied(as_csv(rows(1)), city)
    with pytest.raises(Locked):
        start_applying(register_import=found, actor=city)


def test_what_was_agreed_to_is_what_is_done_or_it_is_checked_anew(city):
    """R-B04: two imports of one firm; the second finds the register changed."""
    first = uploaded(as_csv(rows(1)), city)
    second = uploaded(as_csv([changed(1, staff="99")]), city)
    for found in (first, second):
        start_applying(register_import=found, actor=city)
    run_jobs()
    first.refresh_from_db()
    second.refresh_from_db()
    assert Enterprise.objects.count() == 1
    assert (first.state, second.state) == (State.APPLIED, State.CHECKED)
    assert second.problem["code"] == "register_changed"
    assert (second.created, second.updated) == (0, 1)


def test_the_constraint_decides_when_two_imports_write_at_once(city, monkeypatch):
    """R-B04: whatever both have looked up before, a code exists once and nothing breaks."""
    monkeypatch.setattr(applying, "_check_unchanged", lambda *arguments: None)
    first, second = uploaded(as_csv(rows(1)), city), uploaded(as_csv(rows(1)), city)
    for found in (first, second):
        start_applying(register_import=found, actor=city)
    run_jobs()
    second.refresh_from_db()
    assert Enterprise.objects.filter(uscc=sound_row(1)[0]).count() == 1
    assert (second.state, second.unchanged) == (State.CHECKED, 1)


def test_a_firm_in_scope_moves_in_the_coverage_too(city):
    applied(as_csv(rows(1)), city)
    campaign = CampaignFactory.create()
    enter_scope(
        campaign=campaign,
        enterprise=firm(1),
        on=date(2024, 1, 1),
        reason="list",
        source="test",
        actor=city,
    )
    applied(as_csv([changed(1, district="闵行")]), city)
    entries = LedgerEntry.objects.filter(source__contains="import").values_list(
        "district_id", "delta"
    )
    assert set(entries) == {("310114", -1), ("310112", 1)}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans each statement anew")
def test_the_planner_learns_of_a_large_import(city):
    applied(as_csv(rows(*range(BATCH))), city)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'enterprises_enterprise'")
        assert cursor.fetchone() == (BATCH,)


def test_undoing_restores_what_stood_there_before(city):
    applied(as_csv(rows(1)), city)
    before = Enterprise.objects.values().get()
    found = applied(as_csv([changed(1, staff="900", name="改名的厂"), sound_row(2)]), city)
    assert Enterprise.objects.count() == 2
    assert undone(found, city).state == State.UNDONE
    after = Enterprise.objects.values().get()
    assert {**after, "updated_at": None} == {**before, "updated_at": None}
    assert not Enterprise.objects.matching("改名").exists()


def test_undoing_is_refused_whole_for_firms_that_were_used_or_changed_since(city):
    found = applied(as_csv(rows(1, 2, 3)), city)
    other = firm(2)
    other.staff = 5
    save_enterprise(enterprise=other)
    enter_scope(
        campaign=CampaignFactory.create(),
        enterprise=firm(3),
        on=date(2024, 1, 1),
        reason="list",
        source="test",
        actor=city,
    )
    assert undone(found, city).state == State.APPLIED
    named = {row["uscc"]: row["reason"] for row in found.problem["params"]["firms"]}
    assert named == {firm(2).uscc: "changed", firm(3).uscc: "used"}
    assert Enterprise.objects.count() == 3


@pytest.mark.parametrize(
    "point",
    ["import.parsed", "import.checked", "import.planned", "import.before_write",
     "import.created", "import.updated", "import.written", "job.complete"],
)  # fmt: skip
def test_an_import_that_breaks_anywhere_is_whole_or_absent(city, settings, point):
    EnterpriseFactory.create(uscc=sound_row(9)[0])
    found = receive_file(
        file=SimpleUploadedFile("a.csv", as_csv([*rows(1, 2), sound_row(9)])), actor=city
    )
    settings.GONGFU_FAULT = f"{point}:1:raise"
    fault._passed.clear()
    run_jobs()
    _let_jobs_run_again()
    found.refresh_from_db()
    if found.state == State.CHECKED:
        start_applying(register_import=found, actor=city)
        run_jobs()
        assert Enterprise.objects.count() in (1, 3)
        _let_jobs_run_again()
    found.refresh_from_db()
    assert found.state == State.APPLIED
    assert Enterprise.objects.count() == 3
    assert found.lines.count() == 3


def _let_jobs_run_again() -> None:
    """What the sweep does once the waiting time after a failure is over."""
    Job.objects.update(not_before=None)
    run_jobs()
