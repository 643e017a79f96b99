"""anyio's group and stream, which is closed when as many pages have come as were sent into it."""

import re
from contextlib import suppress
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import anyio
import httpx


def read(html):
    [title] = re.findall("<title>(.*?)</title>", html)
    return title, [unescape(link) for link in re.findall('href="(.*?)"', html)]


class Pages:
    def __init__(self, root):
        self.site = urlsplit(root).netloc
        self.titles = {}
        self.known = set()
        self.left = 0
        self.sender, self.receiver = anyio.create_memory_object_stream(float("inf"))
        self.add(root)

    def add(self, url):
        if urlsplit(url).netloc == self.site and url not in self.known:
            self.known.add(url)
            self.left += 1
            self.sender.send_nowait(url)

    async def visit(self, client, url):
        response = await client.get(url)
        if response.status_code == 200:
            self.titles[url], links = read(response.text)
            for link in links:
                self.add(urldefrag(urljoin(url, link)).url)

    async def work(self, client):
        async for url in self.receiver:
            with suppress(httpx.TransportError):
                await self.visit(client, url)
            self.left -= 1
            if not self.left:
                self.sender.close()


async def crawl(root, limit):
    pages = Pages(root)
    with pages.sender, pages.receiver:
        async with httpx.AsyncClient() as client, anyio.create_task_group() as group:
            for _ in range(limit):
                group.start_soon(pages.work, client)
    return pages.titles
