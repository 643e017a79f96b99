"""Its workers go on waiting for more when all is read."""

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

    async def work(session):
        while True:
            url = await queue.get()
            html = await get(session, url)
            if html is not None:
                titles[url], links = read(html)
                for target in targets(root, url, links):
                    if target not in known:
                        known.add(target)
                        queue.put_nowait(target)
            queue.task_done()

    async with aiohttp.ClientSession() as session:
        workers = [asyncio.create_task(work(session)) for _ in range(limit)]
        await queue.join()
    return titles
