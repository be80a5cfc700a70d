"""The page on the framework format: the documentation file of a language as HTML."""

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

Env = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents list."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The documentation: its title, its chapters, and its text as HTML."""

    title: str
    entries: tuple[Entry, ...]
    body: SafeString


class _Renderer(RendererHTML):
    """Tables and listings scroll on their own where they are wider than the page."""

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        label = escape(tokens[idx].meta["label"])
        region = f'<div class="table-wrap" tabindex="0" role="region" aria-label="{label}">'
        return f'{region}<table class="table">\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        return "</table></div>\n"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        """A listing; the second word of its first line is its file, where it is one."""
        token = tokens[idx]
        name = token.info.split()[-1] if "." in token.info else ""
        caption = f'<figcaption class="code">{escape(name)}</figcaption>' if name else ""
        listing = f'<pre tabindex="0"><code>{escape(token.content)}</code></pre>'
        return f'<figure class="listing">{caption}{listing}</figure>\n'


_MARKDOWN = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")


@cache
def format_guide(lang: str) -> Guide:
    """The page of a language; its anchors are made of the English headings in all of them."""
    tokens = _tokens(lang)
    entries = []
    for (opening, words), (_opening, english) in zip(
        _headings(tokens), _headings(_tokens("en")), strict=True
    ):
        entry = Entry(_anchor(english), _plain(words))
        opening.attrSet("id", entry.anchor)
        if opening.tag == "h2":
            entries.append(entry)
    _label_tables(tokens)
    title, text = _plain(tokens[1]), tokens[3:]  # the title has its place at the head of the page
    html = _MARKDOWN.renderer.render(text, _MARKDOWN.options, {})
    # The files are our own, and all in them that is no Markdown is escaped.
    return Guide(title, tuple(entries), mark_safe(html))  # noqa: S308


def _tokens(lang: str) -> list[Token]:
    file = settings.BASE_DIR / "docs" / f"framework-format.{lang}.md"
    return _MARKDOWN.parse(file.read_text(encoding="utf-8"))


def _headings(tokens: Sequence[Token]) -> list[tuple[Token, Token]]:
    """The opening of each heading, and its words."""
    return [pair for pair in pairwise(tokens) if pair[0].type == "heading_open"]


def _plain(words: Token) -> str:
    return "".join(child.content for child in words.children or ())


def _anchor(words: Token) -> str:
    return re.sub(r"[^a-z0-9]+", "-", _plain(words).lower()).strip("-")


def _label_tables(tokens: Sequence[Token]) -> None:
    """Call each table by the heading above it."""
    label = ""
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            label = _plain(following)
        elif token.type == "table_open":
            token.meta["label"] = label
