"""Keeps its place while it waits for its links: soon nobody has one left."""

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
    titles, known, places = {}, {root}, asyncio.Semaphore(limit)

    async def visit(session, url):
        async with places:
            html = await get(session, url)
            if html is None:
                return
            titles[url], links = read(html)
            new = set(targets(root, url, links)) - known
            known.update(new)
            await asyncio.gather(*(visit(session, target) for target in new))

    async with aiohttp.ClientSession() as session:
        await visit(session, root)
    return titles
