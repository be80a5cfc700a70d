"""Static files that come out of installed wheels, so that no copy of them is kept or downloaded."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

# public name -> (package, path inside it)
WHEEL_FILES = {"plotly/plotly.min.js": ("plotly", "package_data/plotly.min.js")}


class WheelFinder(BaseFinder):
    """Finds the few single files of WHEEL_FILES."""

    def find(self, path: str, find_all: bool = False, **options: Any) -> str | list[str]:
        if path not in WHEEL_FILES:
            return []
        found = str(location(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in WHEEL_FILES:
            yield name, WheelStorage(name)


class WheelStorage(FileSystemStorage):
    """Presents one file of a wheel under its public name."""

    def __init__(self, name: str) -> None:
        super().__init__(location=location(name).parent)
        self.public_name = name

    def path(self, name: str) -> str:
        return str(location(self.public_name))


def location(name: str) -> Path:
    package, inside = WHEEL_FILES[name]
    return Path(str(files(package) / inside))
