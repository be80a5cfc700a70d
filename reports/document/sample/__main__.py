"""Write one simulated report to a file: name of the case, language, target."""

import sys
from pathlib import Path

from reports.document.render import render
from reports.document.sample import CASES

_, case, lang, target = sys.argv
Path(target).write_bytes(render(CASES[case](lang), "zh" if lang == "zh" else "en"))
