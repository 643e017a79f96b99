"""Callbacks of tasks: each page that has come starts what it can; the last one settles a future."""

import asyncio
import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp


def read(html):
    [title] = re.findall("<title>(.*?)</title>", html)
    return title, [unescape(link) for link in re.findall('href="(.*?)"', html)]


class Crawl:
    def __init__(self, session, root, limit):
        self.session = session
        self.site = urlsplit(root).netloc
        self.limit = limit
        self.waiting = {root: None}
        self.known = {root}
        self.running = {}
        self.titles = {}
        self.ended = asyncio.get_running_loop().create_future()
        self.top_up()

    def top_up(self):
        while self.waiting and len(self.running) < self.limit:
            url, _ = self.waiting.popitem()
            task = asyncio.ensure_future(self.get(url))
            self.running[task] = url
            task.add_done_callback(self.came)
        if not self.running and not self.ended.done():
            self.ended.set_result(self.titles)

    async def get(self, url):
        async with self.session.get(url, allow_redirects=False) as response:
            return await response.text() if response.status == 200 else None

    def came(self, task):
        url = self.running.pop(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None and not isinstance(error, aiohttp.ClientError):
            self.ended.set_exception(error)
            return
        if error is None and task.result() is not None:
            self.titles[url], links = read(task.result())
            for link in links:
                self.note(urldefrag(urljoin(url, link)).url)
        self.top_up()

    def note(self, url):
        if urlsplit(url).netloc == self.site and url not in self.known:
            self.known.add(url)
            self.waiting[url] = None

    async def stop(self):
        for task in self.running:
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)


async def crawl(root, limit):
    async with aiohttp.ClientSession() as session:
        crawl = Crawl(session, root, limit)
        try:
            return await crawl.ended
        finally:
            await crawl.stop()
