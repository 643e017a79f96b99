"""A class with a counter of what is left to do, and httpx."""

import asyncio
import re
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx


def read(html):
    [title] = re.findall("<title>(.*?)</title>", html)
    return title, [link.replace("&amp;", "&") for link in re.findall('href="(.*?)"', html)]


def targets(root, url, links):
    for link in links:
        target = urldefrag(urljoin(url, link)).url
        if urlsplit(target).netloc == urlsplit(root).netloc:
            yield target


class Crawler:
    def __init__(self, root, limit):
        self.root = root
        self.titles = {}
        self.known = set()
        self.left = 0
        self.over = asyncio.Event()
        self.places = asyncio.BoundedSemaphore(limit)
        self.tasks = set()

    async def run(self):
        async with httpx.AsyncClient(follow_redirects=False, timeout=None) as self.client:
            try:
                self.add(self.root)
                await self.over.wait()
            finally:
                for task in self.tasks:
                    task.cancel()
                await asyncio.gather(*self.tasks, return_exceptions=True)
        return self.titles

    def add(self, url):
        if url in self.known:
            return
        self.known.add(url)
        self.left += 1
        task = asyncio.create_task(self.visit(url))
        self.tasks.add(task)
        task.add_done_callback(self.done)

    def done(self, task):
        self.tasks.discard(task)
        self.left -= 1
        if not self.left:
            self.over.set()

    async def visit(self, url):
        async with self.places:
            try:
                response = await self.client.get(url)
            except httpx.TransportError:
                return
        if response.status_code == 200:
            self.titles[url], links = read(response.text)
            for target in targets(self.root, url, links):
                self.add(target)


async def crawl(root, limit):
    return await Crawler(root, limit).run()
