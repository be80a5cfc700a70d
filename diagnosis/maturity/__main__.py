"""The command line: score a sheet, or check a release, without any database.

Exit 0 with JSON or a summary; exit 2 with one line that names file, key and what was expected.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence

from diagnosis.maturity.answers import AnswerError
from diagnosis.maturity.compiling import load_compiled
from diagnosis.maturity.reading import FrameworkError, one_line
from diagnosis.maturity.scoring import score
from diagnosis.maturity.sheets import read_profile, read_sheet


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        sys.stdout.write(options.run(options) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as in `... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (FrameworkError, AnswerError) as error:
        sys.stderr.write(one_line(error, 400) + "\n")
        return 2
    return 0


def _score(options: argparse.Namespace) -> str:
    framework = load_compiled(options.framework)
    sheet = read_sheet(options.answers, framework)
    profile = read_profile(options.profile, framework) if options.profile else None
    return json.dumps(score(framework, sheet, profile).as_dict(), ensure_ascii=False, indent=2)


def _check(options: argparse.Namespace) -> str:
    # Only here: scoring needs neither the words nor the samples of a release.
    from pathlib import Path  # noqa: PLC0415

    from diagnosis.maturity.checking import check_release  # noqa: PLC0415

    return check_release(Path(options.framework))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m diagnosis.maturity", description=__doc__)
    commands = parser.add_subparsers(required=True)
    scoring = commands.add_parser("score", help="score a sheet of answers and print JSON")
    scoring.add_argument("framework")
    scoring.add_argument("answers")
    scoring.add_argument("--profile", help="what is known of the firm, as JSON")
    scoring.set_defaults(run=_score)
    checking = commands.add_parser("check", help="validate a release and run its sample sheets")
    checking.add_argument("framework")
    checking.set_defaults(run=_check)
    return parser


if __name__ == "__main__":  # pragma: no cover - runs in processes of its own
    sys.exit(main())
