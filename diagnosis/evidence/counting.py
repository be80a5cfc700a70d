"""How many files support each answer."""

from collections import Counter
from datetime import datetime

from diagnosis.models import Assessment


def files_by_key(assessment: Assessment, until: datetime | None = None) -> Counter[str]:
    """Files that hold now, by key of answer; for a receipt those that were there by then."""
    there = assessment.evidence.usable()
    if until is not None:
        there = there.filter(uploaded_at__lte=until)
    return Counter(there.values_list("key", flat=True))
