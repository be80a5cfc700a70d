"""One process that saves answers as fast as it can: `python -m tests.faults.writer PK SECONDS`.

Prints how long each save took and what refused it. Several wait for each other before they begin.
"""

import json
import sys
import time
from importlib import import_module
from itertools import count

import django
from django.db import OperationalError


def main(pk: int, seconds: float) -> None:
    django.setup()
    models, savers, saving = map(
        import_module,
        ("diagnosis.models", "tests.faults.savers", "diagnosis.services.answering"),
    )
    assessment = models.Assessment.objects.select_related("release").get(pk=pk)
    person = import_module("tests.faults.city").person_of(assessment)
    questions = savers.plain_questions(assessment)
    revision = dict.fromkeys(questions, 0)
    told: list[float] = []
    errors: list[str] = []
    end = time.monotonic() + seconds
    for turn in count():
        for ref, options in questions.items():
            began = time.monotonic()
            if began > end:
                json.dump({"seconds": told, "errors": errors}, sys.stdout)
                return
            try:
                kept = saving.save_answer(
                    assessment=assessment,
                    ref=ref,
                    raw=options[turn % len(options)],
                    base_revision=revision[ref],
                    user=person,
                )
            except OperationalError as error:
                errors.append(str(error))
                continue
            revision[ref] = kept["rev"]
            told.append(round(time.monotonic() - began, 4))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
