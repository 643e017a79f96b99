"""A worker is started where there is a page and a place, and ends where there is no page left."""

import asyncio
from collections import deque
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


async def get(session, url):
    try:
        async with session.get(url, allow_redirects=False) as response:
            return await response.text() if response.status == 200 else ""
    except aiohttp.ClientError:
        return ""


async def crawl(root, limit):
    titles, known, waiting = {}, {root}, deque([root])
    site = urlsplit(root).netloc
    workers = 0

    async def work():
        nonlocal workers
        while waiting:
            url = waiting.popleft()
            if html := await get(session, url):
                page = Page(html)
                titles[url] = page.title
                follow(urldefrag(urljoin(url, link)).url for link in page.links)
        workers -= 1

    def follow(urls):
        nonlocal workers
        for url in urls:
            if urlsplit(url).netloc == site and url not in known:
                known.add(url)
                waiting.append(url)
        # The caller itself is free now, and takes one of them.
        for _ in range(min(limit - workers, len(waiting) - 1)):
            workers += 1
            group.create_task(work())

    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        workers += 1
        group.create_task(work())
    return titles
