"""A dictionary holds a task for each URL, eager from 3.12 on; an event tells when none is left."""

import asyncio
import re
import sys
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp


def read(html):
    [title] = re.findall("<title>(.*?)</title>", html)
    return title, [unescape(link) for link in re.findall('href="(.*?)"', html)]


def start(coroutine):
    if sys.version_info >= (3, 12):
        loop = asyncio.get_running_loop()
        return asyncio.Task(coroutine, loop=loop, eager_start=True)
    return asyncio.create_task(coroutine)


class Promises(dict):
    def __init__(self, session, root, limit):
        self.session = session
        self.site = urlsplit(root).netloc
        self.places = asyncio.Semaphore(limit)
        self.left = 0
        self.over = asyncio.Event()
        self.follow(root)

    def follow(self, url):
        if urlsplit(url).netloc == self.site and url not in self:
            self.left += 1
            self[url] = None  # an eager task runs before it can be noted
            self[url] = start(self.visit(url))

    async def visit(self, url):
        title, links = await self.get(url)
        for link in links:
            self.follow(urldefrag(urljoin(url, link)).url)
        self.left -= 1
        if not self.left:
            self.over.set()
        return title

    async def get(self, url):
        try:
            async with self.places, self.session.get(url, allow_redirects=False) as response:
                return read(await response.text()) if response.status == 200 else (None, [])
        except aiohttp.ClientError:
            return None, []


async def crawl(root, limit):
    async with aiohttp.ClientSession() as session:
        pages = Promises(session, root, limit)
        try:
            await pages.over.wait()
        finally:
            for page in pages.values():
                page.cancel()
            await asyncio.gather(*pages.values(), return_exceptions=True)
    titles = {url: page.result() for url, page in pages.items()}
    return {url: title for url, title in titles.items() if title is not None}
