"""Numbers without gaps or doubles, however many workers draw at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection

from gongfu.core.errors import Conflict
from gongfu.core.models import Job
from reports.models import ReportNumber
from reports.services.numbering import reserve_number, use_number

WORKERS, EACH = 4, 6


def job(number: int, state: str = Job.State.QUEUED) -> Job:
    reason = "unexpected" if state == Job.State.FAILED else ""
    return Job.objects.create(kind="report", key=f"test:{number}", state=state, reason=reason)


@pytest.mark.django_db
def test_a_job_finds_its_own_number_again():
    mine = job(1)
    assert reserve_number(job=mine, year=2026) == reserve_number(job=mine, year=2026)


@pytest.mark.django_db
def test_a_number_belongs_to_its_job_alone():
    number = reserve_number(job=job(1), year=2026)
    with pytest.raises(Conflict):
        use_number(number=number, job=job(2))


@pytest.mark.django_db
def test_a_number_held_at_new_year_is_used_and_a_new_year_begins_with_one():
    late = job(1)
    old = reserve_number(job=late, year=2026)
    assert str(reserve_number(job=late, year=2027)) == str(old) == "GF-2026-000001"
    assert str(reserve_number(job=job(2), year=2027)) == "GF-2027-000001"


@pytest.mark.django_db
def test_the_number_of_a_job_that_ended_without_a_report_is_taken_first():
    lost = job(1)
    reserve_number(job=lost, year=2026)
    reserve_number(job=job(2), year=2026)
    Job.objects.filter(pk=lost.pk).update(state=Job.State.FAILED, reason="unexpected")
    assert str(reserve_number(job=job(3), year=2026)) == "GF-2026-000001"
    assert str(reserve_number(job=job(4), year=2026)) == "GF-2026-000003"


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_draw_each_number_once_and_leave_none_out():
    """Every third job dies after it has drawn; the next ones take what it left."""

    def work(worker: int) -> None:
        close_old_connections()
        try:
            for turn in range(EACH):
                mine = job(worker * EACH + turn)
                number = reserve_number(job=mine, year=2026)
                if turn % 3 == 2:
                    state = {"state": Job.State.FAILED, "reason": "unexpected"}
                else:
                    use_number(number=number, job=mine)
                    state = {"state": Job.State.DONE}
                Job.objects.filter(pk=mine.pk).update(**state)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))
    for number in range(100, 100 + WORKERS * EACH):  # later jobs fill what is still open
        if not ReportNumber.objects.filter(is_used=False).exists():
            break
        mine = job(number)
        use_number(number=reserve_number(job=mine, year=2026), job=mine)
    serials = list(ReportNumber.objects.order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, len(serials) + 1))
    assert ReportNumber.objects.filter(is_used=True).count() >= WORKERS * EACH * 2 // 3
