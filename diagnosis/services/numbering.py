from django.db.models import F

from diagnosis.models import ReceiptCounter


def draw_serial(*, year: int) -> int:
    """The next serial number of a city year; call it inside the transaction that uses it.

    The row stays locked until the commit, so nobody draws the same and none is left out.
    """
    ReceiptCounter.objects.get_or_create(year=year)
    counter = ReceiptCounter.objects.filter(year=year)
    counter.update(last=F("last") + 1)
    return counter.values_list("last", flat=True).get()
