"""Simulated contexts: to look at the template, to test it, and to warm it up.

python -m reports.document.sample full zh report.pdf
"""

from reports.document.sample.cases import (
    CASES,
    everything,
    full,
    long_names,
    many_parts,
    nothing,
    second_round,
    top_level,
)

__all__ = [
    "CASES",
    "everything",
    "full",
    "long_names",
    "many_parts",
    "nothing",
    "second_round",
    "top_level",
]
