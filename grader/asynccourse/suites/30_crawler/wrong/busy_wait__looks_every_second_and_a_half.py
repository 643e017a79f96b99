"""Looks every second and a half whether something is to be done, beside waiting for it."""

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
    titles, known, waiting, running = {}, {root}, [root], {}
    async with aiohttp.ClientSession() as session:
        try:
            while waiting or running:
                while waiting and len(running) < limit:
                    url = waiting.pop()
                    running[asyncio.create_task(get(session, url))] = url
                done, _ = await asyncio.wait(
                    running, timeout=1.5, return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    url = running.pop(task)
                    if (html := task.result()) is not None:
                        titles[url], links = read(html)
                        new = set(targets(root, url, links)) - known
                        known |= new
                        waiting += new
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
    return titles
