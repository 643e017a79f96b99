"""Follow every link once.

`crawl` reads a whole site, one page at a time. Make it read up to `limit` pages at a time, though
nobody knows beforehand how many there are.
"""

import asyncio
import time
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp
from aiohttp import web


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
    # TODO: up to `limit` at a time.
    titles = {}
    known = {root}
    waiting = [root]
    async with aiohttp.ClientSession() as session:
        while waiting:
            url = waiting.pop()
            try:
                # A redirect isn't followed: who knows where it leads.
                async with session.get(url, allow_redirects=False) as response:
                    if response.status != 200:
                        continue
                    html = await response.text()
            except aiohttp.ClientError:
                continue
            titles[url], links = read(html)
            for link in links:
                # Relative to its own page; what stands after `#` is a place in the same page.
                target = urldefrag(urljoin(url, link)).url
                if urlsplit(target).netloc == urlsplit(root).netloc and target not in known:
                    known.add(target)
                    waiting.append(target)
    return titles


async def main() -> None:
    """Crawl a small site, of which each page takes 0.05 s."""

    async def page(request: web.BaseRequest) -> web.Response:
        await asyncio.sleep(0.05)
        number = int(request.path.strip("/") or 0)
        links = "".join(f'<a href="/{n}"></a>' for n in range(number * 5 + 1, number * 5 + 6))
        html = f'<title>page {number}</title> <a href="/">home</a> {links if number < 6 else ""}'
        return web.Response(text=html, content_type="text/html")

    runner = web.ServerRunner(web.Server(page))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    start = time.perf_counter()
    titles = await crawl(f"http://{host}:{port}/", limit=10)
    seconds = time.perf_counter() - start
    print(f"{len(titles)} pages in {seconds:.2f} s; ten at a time could take 0.25 s")
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
