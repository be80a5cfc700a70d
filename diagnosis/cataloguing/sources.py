"""The text of a solution's file: as it stands, blank, and as a tree."""

from collections.abc import Collection
from hashlib import sha256

from diagnosis.drafting.files import Tree, text_of
from diagnosis.drafting.writing import write_tree
from diagnosis.library import FOLDER, library, shipped, terms
from diagnosis.models import SolutionEdition

TEXTS = ("names", "summary", "benefit", "network", "risks", "evidence")
SPANS = ("cost", "months", "effort")


def present_source(ref: str) -> str:
    """The text of a solution that the library knows; empty where it knows none."""
    return present_sources([ref]).get(ref, "")


def present_sources(refs: Collection[str] | None = None) -> dict[str, str]:
    """The same for all solutions, or for these, with one query; what nobody knows is left out."""
    shelf = library()
    wanted = [ref for ref in shelf.known if refs is None or ref in refs]
    numbers = {ref: shelf.numbers[ref] for ref in wanted if ref in shelf.numbers}
    editions = SolutionEdition.objects.filter(pk__in=numbers.values())
    written = dict(editions.values_list("ref", "source"))
    return {ref: written[ref] if ref in numbers else supplied_source(ref) for ref in wanted}


def supplied_source(ref: str) -> str:
    """The text with which a solution came; empty where an author added it."""
    found = shipped().get(ref)
    return (FOLDER / found.file).read_text(encoding="utf-8") if found else ""


def digest_of_source(source: str) -> str:
    return sha256(source.encode()).hexdigest() if source else ""


def place_of(tree: Tree) -> str:
    """Where the file belongs: the folder of its area, under its ref."""
    return f"{text_of(tree.get('area')) or '-'}/{text_of(tree.get('ref')) or '-'}.yaml"


def blank_source() -> str:
    """A file with every key and nothing said."""
    known = terms()
    area = next(iter(known.areas.values()))
    empty = dict.fromkeys(known.languages, "")
    span = {"low": "", "high": "", "status": "unverified", "source": next(iter(known.sources))}
    tree: Tree = {
        "format": "1",
        "ref": "new-solution",
        "names": empty,
        "area": area.ref,
        "closes": area.gaps[0].ref,
        "software_class": next(iter(known.classes)),
        "origin": next(iter(known.origins)),
        "status": "unverified",
        "summary": empty,
        "preconditions": [{"text": empty}],
        **dict.fromkeys(SPANS, span),
        "effects": {},
        **dict.fromkeys(TEXTS[2:], empty),
    }
    return write_tree(tree)
