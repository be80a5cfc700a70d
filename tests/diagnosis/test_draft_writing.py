"""The writer of framework files: whatever a tree holds, it is read back the same."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from diagnosis.catalogue import SHIPPED
from diagnosis.drafting.writing import write_flow, write_tree
from diagnosis.maturity.composing import parse_tree

ODD = ["yes", "null", "2024-09-04", "0x1f", "<<", "- a", "a: b", "a #b", "~", "A?", "x" * 150]
ODD += ["12:30:45", "a:", "你好：世界", "'x'", '"x"', "\ufeffx", "a\u2028b", "\x85", "", " a "]
TEXTS = some.text(some.characters(exclude_categories=["Cs"]), max_size=30) | some.sampled_from(ODD)
TREES = some.recursive(
    TEXTS,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(TREES)
def test_a_tree_is_read_back_as_it_was(tree):
    assert parse_tree(write_tree(tree).encode(), "tree.yaml") == tree
    assert parse_tree(write_flow(tree).encode(), "tree.yaml") == tree


@settings(max_examples=100, deadline=None)
@given(TREES)
def test_other_readers_take_every_text_for_text(tree):
    assert all(isinstance(found, str | bool) for found in scalars(yaml.safe_load(write_tree(tree))))


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.yaml")), ids=lambda path: path.name)
def test_shipped_files_survive(path):
    tree = parse_tree(path.read_bytes(), path.name)
    written = write_tree(tree)
    assert parse_tree(written.encode(), path.name) == tree
    assert write_tree(parse_tree(written.encode(), path.name)) == written


def test_short_lists_stand_on_one_line_and_long_ones_do_not():
    tree = {"languages": ["zh", "en"], "parts": [{"ref": "index", "max": "100"}], "note": "x: y"}
    assert write_tree(tree) == (
        'languages: [zh, en]\n\nparts:\n  - {ref: index, max: "100"}\n\nnote: "x: y"\n'
    )


def scalars(tree):
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from (*scalars(key), *scalars(value))
    elif isinstance(tree, list):
        for item in tree:
            yield from scalars(item)
    else:
        yield tree
