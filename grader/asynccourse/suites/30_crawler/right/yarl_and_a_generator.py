"""aiohttp's own URLs, and pages that come from an async generator."""

import asyncio
import re
from contextlib import aclosing
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp
from yarl import URL


def read(html):
    [title] = re.findall("<title>(.*?)</title>", html)
    return title, [link.replace("&amp;", "&") for link in re.findall('href="(.*?)"', html)]


def targets(root, url, links):
    for link in links:
        target = urldefrag(urljoin(url, link)).url
        if urlsplit(target).netloc == urlsplit(root).netloc:
            yield target


async def pages(root, limit):
    inbox, outbox, left = asyncio.Queue(), asyncio.Queue(), 1
    inbox.put_nowait(root)

    async def work(session):
        while True:
            url = await inbox.get()
            try:
                async with session.get(url, allow_redirects=False) as response:
                    ok = response.status == 200
                    outbox.put_nowait((url, await response.text() if ok else None))
            except aiohttp.ClientError:
                outbox.put_nowait((url, None))

    async with aiohttp.ClientSession() as session:
        workers = [asyncio.create_task(work(session)) for _ in range(limit)]
        try:
            while left:
                page = await outbox.get()
                left += (yield page) - 1
                for url in found.pop(page[0], []):
                    inbox.put_nowait(url)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.wait(workers)


found = {}


async def crawl(root, limit):
    home = URL(root)
    titles, known = {}, {root}
    async with aclosing(pages(root, limit)) as reader:
        new = None
        while True:
            try:
                url, html = await reader.asend(new)
            except StopAsyncIteration:
                return titles
            new = 0
            if html is None:
                continue
            titles[url], links = read(html)
            for link in links:
                target = URL(urljoin(url, link)).with_fragment(None)
                same = (target.scheme, target.authority) == (home.scheme, home.authority)
                if same and str(target) not in known:
                    known.add(str(target))
                    found.setdefault(url, []).append(str(target))
                    new += 1
