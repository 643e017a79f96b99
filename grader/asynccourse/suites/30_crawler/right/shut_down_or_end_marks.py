"""The queue is shut down at the end (from 3.13 on), or gives every worker an end mark (before)."""

import asyncio
import re
import sys
from contextlib import suppress
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp

if sys.version_info >= (3, 13):
    End = asyncio.QueueShutDown

    class Pages(asyncio.LifoQueue):
        pass

else:

    class End(Exception):
        pass

    class Pages(asyncio.LifoQueue):
        def shutdown(self):
            self.put_nowait(None)

        async def get(self):
            if (item := await super().get()) is None:
                self.put_nowait(None)
                raise End
            return item


def read(html):
    [title] = re.findall("<title>(.*?)</title>", html)
    return title, [unescape(link) for link in re.findall('href="(.*?)"', html)]


def targets(root, url, links):
    for link in links:
        target = urldefrag(urljoin(url, link)).url
        if urlsplit(target).netloc == urlsplit(root).netloc:
            yield target


async def crawl(root, limit):
    titles, known, pages = {}, {root}, Pages()

    async def visit(session, url):
        async with session.get(url, allow_redirects=False) as response:
            if response.status != 200:
                return
            titles[url], links = read(await response.text())
        for target in targets(root, url, links):
            if target not in known:
                known.add(target)
                pages.put_nowait(target)

    async def work(session):
        with suppress(End):
            while True:
                url = await pages.get()
                with suppress(aiohttp.ClientError):
                    await visit(session, url)
                pages.task_done()

    pages.put_nowait(root)
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(work(session))
        await pages.join()
        pages.shutdown()
    return titles
