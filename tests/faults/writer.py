"""Processes that save answers as fast as they can: `python -m tests.faults.writer SECONDS PK...`.

One process for each assessment. Prints for each how long its saves took and what refused them.
"""

import json
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from multiprocessing import get_context

import django
from django.db import OperationalError


def main(seconds: float, keys: list[int]) -> None:
    """Load everything once, then part; no connection is open yet that could be shared."""
    django.setup()
    import_module("tests.faults.savers")
    with get_context("fork").Pool(len(keys)) as pool:
        told = pool.starmap(save_for, [(seconds, pk) for pk in keys], chunksize=1)
    json.dump(told, sys.stdout)


def save_for(seconds: float, pk: int) -> dict[str, list]:
    """Answer question after question of one assessment until the time is over."""
    models, saving = map(import_module, ("diagnosis.models", "diagnosis.services.answering"))
    assessment = models.Assessment.objects.select_related("release").get(pk=pk)
    person = import_module("tests.faults.city").person_of(assessment)
    revisions: dict[str, int] = {}
    times: list[float] = []
    errors: list[str] = []
    end = time.monotonic() + seconds
    for ref, value in _wishes(assessment):
        began = time.monotonic()
        if began > end:
            break
        try:
            kept = saving.save_answer(
                assessment=assessment,
                ref=ref,
                raw=value,
                base_revision=revisions.get(ref, 0),
                user=person,
            )
        except OperationalError as error:
            errors.append(str(error))
            continue
        revisions[ref] = kept["rev"]
        times.append(round(time.monotonic() - began, 4))
    return {"seconds": times, "errors": errors}


def _wishes(assessment: object) -> Iterator[tuple[str, str]]:
    questions = import_module("tests.faults.savers").plain_questions(assessment)
    for turn in count():
        for ref, options in questions.items():
            yield ref, options[turn % len(options)]


if __name__ == "__main__":
    main(float(sys.argv[1]), [int(pk) for pk in sys.argv[2:]])
