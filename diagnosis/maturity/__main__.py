"""The command line: score a sheet, plan from it, or check a release, without any database.

Exit 0 with JSON or a summary; exit 2 with one line that names file, key and what was expected.
"""

import json
import os
import sys
from collections.abc import Callable, Sequence

from diagnosis.maturity.answers import AnswerError
from diagnosis.maturity.compiling import load_compiled
from diagnosis.maturity.reading import FrameworkError, one_line
from diagnosis.maturity.scoring import score
from diagnosis.maturity.sheets import read_profile, read_sheet

USAGE = """\
usage: python -m diagnosis.maturity score FRAMEWORK.yaml ANSWERS.json [--profile PROFILE.json]
       python -m diagnosis.maturity plan FRAMEWORK.yaml ANSWERS.json [--profile PROFILE.json]
           [--level REF] [--budget N] [--months N] [--quarter-days N] [--quarter-money N]
           [--must REF,...] [--without REF,...] [--have REF,...]
       python -m diagnosis.maturity check FRAMEWORK.yaml

score  prints the score of a sheet of answers as JSON; the profile is what is known of the firm
plan   prints the cheapest solutions that reach a level, the next one unless told; with a budget
       (10k yuan) and no level those that bring most points; quarters are limited in person-days
       of the firm's own staff and in 10k yuan
check  validates a release, its words and its sample sheets
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # Matched by hand: argparse alone would take a tenth of the time that scoring may take.
    match list(sys.argv[1:] if arguments is None else arguments):
        case ["score", framework, answers]:
            return _said(lambda: _score(framework, answers, ""))
        case ["score", framework, answers, "--profile", profile] | [
            "score",
            "--profile",
            profile,
            framework,
            answers,
        ]:
            return _said(lambda: _score(framework, answers, profile))
        case ["plan", *words] if words and not {"-h", "--help"} & set(words):
            return _said(lambda: _plan(words))
        case ["check", framework]:
            return _said(lambda: _check(framework))
        case ["-h" | "--help"] | [_, "-h" | "--help"]:
            return _said(USAGE.strip)
    sys.stderr.write(USAGE)
    return 2


def _said(answer: Callable[[], str]) -> int:
    try:
        sys.stdout.write(answer() + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as in `... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (FrameworkError, AnswerError) as error:
        sys.stderr.write(one_line(error, 400) + "\n")
        return 2
    return 0


def _score(framework_file: str, answers: str, profile_file: str) -> str:
    framework = load_compiled(framework_file)
    sheet = read_sheet(answers, framework)
    profile = read_profile(profile_file, framework) if profile_file else None
    return json.dumps(score(framework, sheet, profile).as_dict(), ensure_ascii=False, indent=2)


def _plan(words: Sequence[str]) -> str:
    # Only here: loading the solver takes longer than scoring.
    from diagnosis.maturity.planning.command import plan_command  # noqa: PLC0415

    return plan_command(words)


def _check(framework_file: str) -> str:
    # Only here: scoring needs neither the words nor the samples of a release.
    from pathlib import Path  # noqa: PLC0415

    from diagnosis.maturity.checking import check_release  # noqa: PLC0415

    return check_release(Path(framework_file))


if __name__ == "__main__":  # pragma: no cover - runs in processes of its own
    sys.exit(main())
