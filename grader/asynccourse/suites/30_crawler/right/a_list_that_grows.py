"""Tasks in a list that grows while `crawl` walks along it: a page's links stand behind it."""

import asyncio
from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.title, self.links, self.in_title = "", [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.in_title = tag == "title"
        href = dict(attrs).get("href")
        if tag == "a" and href is not None:
            self.links.append(href)

    def handle_data(self, data):
        self.title += data if self.in_title else ""

    def handle_endtag(self, tag):
        self.in_title = False


def targets(root, url, links):
    for link in links:
        target = urldefrag(urljoin(url, link)).url
        if urlsplit(target).netloc == urlsplit(root).netloc:
            yield target


async def crawl(root, limit):
    tasks, known, titles = [], set(), {}
    places = asyncio.Semaphore(limit)

    def start(url):
        if url not in known:
            known.add(url)
            tasks.append(asyncio.create_task(visit(url)))

    async def visit(url):
        async with places, session.get(url, allow_redirects=False) as response:
            if response.status != 200:
                return
            html = await response.text()
        page = Page(html)
        titles[url] = page.title
        for target in targets(root, url, page.links):
            start(target)

    async with aiohttp.ClientSession() as session:
        start(root)
        try:
            for task in tasks:
                with suppress(aiohttp.ClientError):
                    await task
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return titles
