"""The child that prints one paper: `python -m reports.document.child LANG [FONTS]` under limits.

Reads the plain data from its input and writes the PDF; a paper that cannot be printed ends it with
exit code 3 and one line of JSON that says why: pairs of character and place, or a place alone.
"""

import json
import resource
import sys
from pathlib import Path

from reports.document.printable import UnmappedCharacters
from reports.document.render import typeset

MEMORY = 2 * 1024 * 1024 * 1024  # of address space: fonts are mapped into it
CPU_SECONDS = 30


def limit() -> None:
    """Keep this process from taking more than a paper needs."""
    for kind, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def main(lang: str, fonts: str = "") -> int:
    limit()
    data = json.load(sys.stdin.buffer)
    start = f'#include "{data["template"]}.typ"'.encode()
    extra = Path(fonts) if fonts else None
    try:
        pdf = typeset(data, "zh" if lang == "zh" else "en", {"main.typ": start}, extra_fonts=extra)
    except UnmappedCharacters as error:
        sys.stdout.write(json.dumps(error.places))
        return 3
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
