"""Counts a page as done before its links are in the queue."""

import asyncio
import re
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp


def read(html):
    [title] = re.findall("<title>(.*?)</title>", html)
    return title, [link.replace("&amp;", "&") for link in re.findall('href="(.*?)"', html)]


def targets(root, url, links):
    for link in links:
        target = urldefrag(urljoin(url, link)).url
        if urlsplit(target).netloc == urlsplit(root).netloc:
            yield target


async def get(session, url):
    try:
        async with session.get(url, allow_redirects=False) as response:
            return await response.text() if response.status == 200 else None
    except aiohttp.ClientError:
        return None


async def crawl(root, limit):
    titles, known, queue = {}, {root}, asyncio.Queue()
    queue.put_nowait(root)

    async def worker(session):
        while True:
            url = await queue.get()
            try:
                html = await get(session, url)
            finally:
                queue.task_done()
            if html is not None:
                titles[url], links = read(html)
                for target in targets(root, url, links):
                    if target not in known:
                        known.add(target)
                        queue.put_nowait(target)

    async with aiohttp.ClientSession() as session:
        workers = [asyncio.create_task(worker(session)) for _ in range(limit)]
        try:
            await queue.join()
        finally:
            for task in workers:
                task.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
    return titles
