"""Numbers of the register: one a report, none twice, none left out.

The number is printed on the report, so it is reserved before rendering, by the job that renders.
A job that runs again finds its own number; one that ends without a report leaves it to the next.
"""

from django.db import IntegrityError, transaction
from django.db.models import Max

from gongfu.core.errors import Conflict
from gongfu.core.models import Job
from reports.models import ReportNumber


def reserve_number(*, job: Job, year: int) -> ReportNumber:
    """The number that this job may print, the same one however often the job runs."""
    while True:
        try:
            with transaction.atomic():
                number = _held(job) or _abandoned(job, year) or _next(job, year)
        except IntegrityError:
            continue  # another worker drew the same serial; draw again
        if number is not None:
            return number


def use_number(*, number: ReportNumber, job: Job) -> None:
    """Write down, in the transaction of the issue, that the number stands on a report."""
    used = ReportNumber.objects.filter(pk=number.pk, holder=job, is_used=False).update(is_used=True)
    if not used:
        raise Conflict(f"{number} was taken by another job.")


def _held(job: Job) -> ReportNumber | None:
    return ReportNumber.objects.filter(holder=job, is_used=False).first()


def _abandoned(job: Job, year: int) -> ReportNumber | None:
    """The lowest number whose job ended without a report; the condition gives it to one."""
    free = (
        ReportNumber.objects.filter(year=year, is_used=False)
        .exclude(holder__in=Job.objects.active())
        .order_by("serial")
        .first()
    )
    if free is None:
        return None
    left = ReportNumber.objects.filter(pk=free.pk, is_used=False, holder=free.holder_id)
    if not left.update(holder=job):
        raise IntegrityError  # taken meanwhile
    return free


def _next(job: Job, year: int) -> ReportNumber:
    last = ReportNumber.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0
    return ReportNumber.objects.create(year=year, serial=last + 1, holder=job)
