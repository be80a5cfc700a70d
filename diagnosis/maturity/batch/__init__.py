"""Many sheets of one release at once: the same totals, parts and levels as one by one.

Sheets become columns: for each question what its few different answers come to, and which of them
each sheet has. Sheets of which the same questions count, by the same weights, are then worked out
together in whole numbers over one denominator. So nothing is rounded, and the results are equal to
those of the reference, `evaluate` and `reached_level`, to the last digit.

>>> from pathlib import Path
>>> from diagnosis.maturity import load_framework
>>> framework = load_framework(Path("diagnosis/frameworks/miit-sme-2024.yaml"))
>>> [str(outcome.total) for outcome in score_many(framework, [{"q5": "C"}, {"q6": ["B", "C"]}])]
['5', '5/2']
"""

from diagnosis.maturity.batch.scoring import Outcome, score_many

__all__ = ["Outcome", "score_many"]
