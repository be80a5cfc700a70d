"""Which releases share answers, by the mapping files that come with this version."""

from functools import lru_cache
from pathlib import Path

from diagnosis.catalogue import SHIPPED, framework_of
from diagnosis.maturity.mapping import AnswerMapping
from diagnosis.maturity.mapping_files import load_mapping
from diagnosis.models import Release

FOLDER = SHIPPED / "mappings"

_loaded: dict[tuple[str, str], AnswerMapping] = {}


def mapping_between(source: Release, target: Release) -> AnswerMapping | None:
    """How answers of one release become answers of another; None where nobody has said so."""
    file = FOLDER / f"{_stem(source)}--{_stem(target)}.yaml"
    if file not in _files():
        return None
    digests = (source.digest, target.digest)
    if digests not in _loaded:
        _loaded[digests] = load_mapping(file, framework_of(source), framework_of(target))
    return _loaded[digests]


def mapped_from(source: Release) -> list[tuple[Release, AnswerMapping]]:
    """Every published release into which answers of this one can be taken over."""
    known = Release.objects.exclude(pk=source.pk).order_by("ref", "version")
    found = ((target, mapping_between(source, target)) for target in known)
    return [(target, mapping) for target, mapping in found if mapping]


def is_mapped(source: Release) -> bool:
    """Whether its answers say something about any other release."""
    return any(file.stem.startswith(f"{_stem(source)}--") for file in _files())


@lru_cache(maxsize=1)
def _files() -> frozenset[Path]:
    return frozenset(FOLDER.glob("*.yaml"))


def _stem(release: Release) -> str:
    return f"{release.ref}-{release.version}"
