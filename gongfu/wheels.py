"""Static files that come out of installed wheels, so that no copy of them is kept or downloaded."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SCRIPT, STYLE = "plotly/plotly.min.js", "plotly/plotly.css"

# plotly writes its rules into a <style> element, which our content policy forbids; it leaves that
# be when the page links this stylesheet under the id plotly.js-style-global.
RULES = re.compile(r"""\{(?="X,X div":)(?:[^{}"']|"[^"]*"|'[^']*')*\}""")
RULE = re.compile(r"""(?:"([^"]+)"|(\w)):(?:"([^"]*)"|'([^']*)')""")


class WheelFinder(BaseFinder):
    """Finds plotly's renderer and the stylesheet derived from it."""

    def find(self, path: str, find_all: Any = False) -> Any:
        if path not in (SCRIPT, STYLE):
            return []
        found = str(location(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in (SCRIPT, STYLE):
            yield name, OneFile(name)


class OneFile(FileSystemStorage):
    """Presents a single file under its public name."""

    def __init__(self, name: str) -> None:
        super().__init__(location=location(name).parent)
        self.public_name = name

    def path(self, name: str) -> str:
        return str(location(self.public_name))


def location(name: str) -> Path:
    return plotly_script() if name == SCRIPT else plotly_style()


def plotly_script() -> Path:
    return Path(str(files("plotly") / "package_data" / "plotly.min.js"))


def plotly_style() -> Path:
    """Return the stylesheet of the installed version, derived once into the data folder."""
    path: Path = settings.DATA_DIR / "derived" / f"plotly-{version('plotly')}.css"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plotly_rules(plotly_script().read_text(encoding="utf-8")), encoding="utf-8")
    return path


@cache
def bundled_style_ids() -> list[str]:
    """Ids of styles for maps that we never draw; an element of that id keeps one out."""
    script = plotly_script().read_text(encoding="utf-8")
    return re.findall(r'getElementById\("([0-9a-f]{64})"\)', script)


def plotly_rules(script: str) -> str:
    """Return the rules that plotly would inject, in the order in which they would stand."""
    table = RULES.search(script)
    if table is None:
        raise LookupError("this plotly keeps its rules elsewhere; see gongfu/wheels.py")
    rules = []
    for quoted, letter, double, single in RULE.findall(table[0]):
        selector = (quoted or letter).replace("X", ".js-plotly-plot .plotly")
        rules.append(f"{selector.replace('Y', '.plotly-notifier')}{{{double or single}}}\n")
    return "".join(reversed(rules))
