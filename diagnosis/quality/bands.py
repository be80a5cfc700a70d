"""Signatures by which sheets that are almost equal are found without comparing every pair.

The questions of a release are dealt out to one band more than answers may differ, so of two sheets
that are alike enough at least one band is equal: nothing is missed, and a band of many questions is
rarely equal by chance.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from diagnosis.maturity.scoring import digest_of

LENGTH = 32


def bands_of(
    release: str, questions: Sequence[str], answers: Mapping[str, Any], alike: Decimal
) -> list[str]:
    """One digest for each band in which something was answered."""
    count = int(len(questions) * (1 - alike)) + 1
    bands = [questions[at::count] for at in range(count)]
    return [
        digest_of([release, at, [answers.get(ref) for ref in refs]])[:LENGTH]
        for at, refs in enumerate(bands)
        if any(ref in answers for ref in refs)
    ]
