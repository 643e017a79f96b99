"""An exercise's README as HTML that can do nothing: no markup of its own, no images, safe links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST = 2**18
"""Most characters of a README that are read; ours have a few thousand."""

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def text(readme: Path) -> str:
    """Return a README as HTML, without its title. Where there is none, a sentence says so."""
    try:
        if not readme.is_file():  # a pipe in its place would keep us waiting
            raise FileNotFoundError(readme)
        with readme.open(encoding="utf-8", errors="replace") as file:
            return render(file.read(LONGEST))
    except OSError:
        return f"<p>The text of this exercise is gone: {escape(readme.name)} can't be read.</p>"


def render(markdown: str) -> str:
    """Return Markdown as HTML, without its title."""
    tokens = list(_without_title(_MARKDOWN.parse(markdown)))
    for token in tokens:
        _disarm(token.children or [])
    rendered: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return rendered


def _without_title(tokens: Sequence[Token]) -> Iterator[Token]:
    """Leave out a first heading: the page has the exercise's title above the text."""
    titled = bool(tokens) and tokens[0].type == "heading_open" and tokens[0].tag == "h1"
    yield from tokens[3:] if titled else tokens


def _disarm(tokens: list[Token]) -> None:
    """Make images their description, and links that lead anywhere but to the web plain text."""
    inert = False
    for token in tokens:
        if token.type == "image":
            token.type, token.tag = "text", ""
        elif token.type == "link_open":
            inert = not str(token.attrGet("href")).startswith(("https://", "http://"))
            token.attrs = {} if inert else token.attrs | {"rel": "noreferrer noopener"}
            token.tag = "span" if inert else "a"
        elif token.type == "link_close":
            token.tag = "span" if inert else "a"
