"""Workers wait at a Condition until there is a page for them, or nothing is on its way any more."""

import asyncio
import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp


def read(html):
    [title] = re.findall("<title>(.*?)</title>", html)
    return title, [unescape(link) for link in re.findall('href="(.*?)"', html)]


class Frontier:
    def __init__(self, root):
        self.site = urlsplit(root).netloc
        self.known = {root}
        self.waiting = [root]
        self.on_their_way = 0
        self.changed = asyncio.Condition()

    async def __aiter__(self):
        while True:
            async with self.changed:
                await self.changed.wait_for(lambda: self.waiting or not self.on_their_way)
                if not self.waiting:
                    return
                url = self.waiting.pop()
                self.on_their_way += 1
            yield url
            async with self.changed:
                self.on_their_way -= 1
                self.changed.notify_all()

    def add(self, page, links):
        for link in links:
            url = urldefrag(urljoin(page, link)).url
            if urlsplit(url).netloc == self.site and url not in self.known:
                self.known.add(url)
                self.waiting.append(url)


async def crawl(root, limit):
    frontier = Frontier(root)
    titles = {}

    async def work():
        async for url in frontier:
            try:
                async with session.request("GET", url, allow_redirects=False) as response:
                    if response.status != 200:
                        continue
                    html = (await response.read()).decode(response.get_encoding())
            except aiohttp.ClientError:
                continue
            titles[url], links = read(html)
            frontier.add(url, links)

    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(work())
    return titles
