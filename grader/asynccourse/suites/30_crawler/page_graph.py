"""A site that is drawn from the seed: pages with links in all ways of writing."""

from __future__ import annotations

import asyncio
import posixpath
import socket
from collections.abc import AsyncIterator, Callable, Iterable
from functools import partial
from html import escape
from random import Random
from urllib.parse import urljoin

from asynccourse.parts.web import Dropped, Page, Site

HIDDEN = "/hidden.html"
"""What only pages link to that can't be had."""

STATUSES = (201, 203, 206), (402, 405, 410, 418, 451, 501, 506, 511)
"""Of each is drawn one: a status that isn't 200, and that a list of errors may not have."""

OFTEN = 3
"""Links to other pages that a page has on average, beside those that make the site one."""


class Graph:
    """Pages by their paths, with links between them in all ways of writing: drawn from the seed."""

    def __init__(self, rng: Random, count: int, root: str = "/") -> None:
        self.paths = [root, *_paths(rng, count - 1)]
        self.titles = {path: f"title {rng.randrange(10**6)}" for path in self.paths}
        # Pages of the same title are two pages all the same.
        self.titles[self.paths[-1]] = self.titles[root]
        self.links: dict[str, set[str]] = {path: set() for path in self.paths}
        self.hrefs: dict[str, list[str]] = {path: [] for path in self.paths}
        """The links as they are written: what comes on top leads nowhere new."""
        self.url = ""
        self._rng = rng
        for number, path in enumerate(self.paths[1:], 1):
            # From a page that can be reached: so this one can be, too.
            self.links[self.paths[rng.randrange(min(number, 2 + number // 2))]].add(path)
        for _ in range(OFTEN * count):
            self.links[rng.choice(self.paths)].add(rng.choice(self.paths))

    def write(self, site: Site) -> None:
        """Write the links down, once it is known where the site is."""
        self.url = site.url
        for path, targets in self.links.items():
            for target in sorted(targets):
                times = self._rng.choice([1, 1, 2])
                self.hrefs[path] += [self._href(path, target) for _ in range(times)]
            self._rng.shuffle(self.hrefs[path])

    def page(self, path: str) -> Page:
        """Return one page. Raises LookupError."""
        return html(self.titles[path], self.hrefs[path])

    def wanted(self) -> dict[str, str]:
        """Return what `crawl` is to give."""
        return {self.url + path: title for path, title in self.titles.items()}

    def _href(self, source: str, target: str) -> str:
        """Return a link in one of the ways in which it may be written."""
        relative = posixpath.relpath(target.partition("?")[0], posixpath.dirname(source))
        relative += target[len(target.partition("?")[0]) :]
        forms = [self.url + target, target, relative, f"./{relative}", self.url[5:] + target]
        fitting = [form for form in forms if urljoin(self.url + source, form) == self.url + target]
        mark = self._rng.choice(["", "", "#top", f"#part-{self._rng.randrange(9)}"])
        return self._rng.choice(fitting) + mark


def _paths(rng: Random, count: int) -> list[str]:
    folders = ["/", "/docs/", "/docs/Old/", "/News/"]
    made: dict[str, None] = {}
    while len(made) < count:
        number = rng.randrange(1000)
        name = rng.choice([f"page-{number}.html", f"list?page={number}&all=1", f"part-{number}/"])
        made[rng.choice(folders) + name] = None
    return list(made)


def html(title: str, hrefs: Iterable[str]) -> Page:
    """Return a page with these links."""
    links = "\n".join(f'<p><a class="x" href="{escape(href)}">there</a>' for href in hrefs)
    text = f"<!doctype html><title>{title}</title><a name='top'></a>\n{links}\n"
    return Page(text.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def dropped() -> Page:
    """Give no answer."""
    raise Dropped


def dead_pages(rng: Random) -> dict[str, tuple[str, Callable[[], Page]]]:
    """Return pages that can't be had: why not, and what the server sends."""
    page = html("gone", [HIDDEN])
    ways: list[tuple[str, Callable[[], Page]]] = [
        *(
            (f"has status {status}", partial(Page, page.body, status, page.headers))
            for status in map(rng.choice, STATUSES)
        ),
        ("breaks off", lambda: Page(page.body, headers=page.headers, cut=len(page.body) // 2)),
        ("has no answer", dropped),
    ]
    return {f"/gone-{number}.html": way for number, way in enumerate(rng.sample(ways, len(ways)))}


class Halves:
    """Sends the pages of a graph whose second halves are held back until the test lets them go."""

    def __init__(self, graph: Graph) -> None:
        self.coming: dict[str, asyncio.Event] = {}
        """The pages of which the halves are held back."""
        self._graph = graph

    @property
    def links(self) -> dict[str, set[str]]:
        """Where the links of each page lead."""
        return self._graph.links

    def page(self, path: str) -> Page:
        """Return one page, which counts as being sent from now on."""
        page = self._graph.page(path)
        held = self.coming[path] = asyncio.Event()
        pieces = self._pieces(path, page.body, held)
        return Page(pieces=pieces, size=len(page.body), headers=page.headers)

    def let_go(self, path: str) -> None:
        """Send the rest of one page, which no longer counts."""
        self.coming.pop(path).set()

    async def _pieces(self, path: str, body: bytes, held: asyncio.Event) -> AsyncIterator[bytes]:
        try:
            yield body[: len(body) // 2]
            await held.wait()
            yield body[len(body) // 2 :]
        finally:
            self.coming.pop(path, None)


def another_host() -> str:
    """Return another address of this machine; the same one where, as on macOS, it has no other."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.2", 0))
        except OSError:
            return "127.0.0.1"
    return "127.0.0.2"
