"""Follow every link once: the reference solution."""

import asyncio
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp


class _Page(HTMLParser):
    """Collects the title and the links of one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title = ""
        self.links: list[str] = []
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link."""
        self._in_title = tag == "title"
        href = dict(attrs).get("href")
        if tag == "a" and href is not None:
            self.links.append(href)

    def handle_data(self, data: str) -> None:
        """Note the title's text."""
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        """Note the title's end."""
        self._in_title = False


def read(html: str) -> tuple[str, list[str]]:
    """Return a page's title and its links as they stand there: relative, with fragments, any."""
    page = _Page(html)
    return page.title, page.links


async def crawl(root: str, limit: int) -> dict[str, str]:
    """Return the titles, by URL, of all pages that links lead to from `root`, on its host.

    Up to `limit` pages are read at a time, each one once. A page that can't be had is left out.
    """
    titles: dict[str, str] = {}
    known = {root}
    places = asyncio.Semaphore(limit)

    async def visit(url: str) -> None:
        # The place is for the request alone. A task that kept it while it waits for other tasks
        # could wait for one that never gets a place.
        async with places:
            html = await _get(session, url)
        if html is None:
            return
        titles[url], links = read(html)
        for link in links:
            target = urldefrag(urljoin(url, link)).url
            # Known from the moment in which it is first seen, without an await between looking and
            # noting: so no two pages can start a task for the same third one.
            if urlsplit(target).netloc == urlsplit(root).netloc and target not in known:
                known.add(target)
                group.create_task(visit(target))

    # The group is the answer to "when is it over": when no task is left, for only a task makes
    # another one. No counter, no queue to join, no sign for the end.
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        group.create_task(visit(root))
    return titles


async def _get(session: aiohttp.ClientSession, url: str) -> str | None:
    """Return the page; None where it can't be had."""
    try:
        # A redirect isn't followed: who knows where it leads.
        async with session.get(url, allow_redirects=False) as response:
            return await response.text() if response.status == 200 else None
    except aiohttp.ClientError:
        return None
