"""Follows the root's links, and nobody else's."""

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
    titles, places = {}, asyncio.Semaphore(limit)

    async def one(session, url):
        async with places:
            return url, await get(session, url)

    async with aiohttp.ClientSession() as session:
        html = await get(session, root)
        if html is None:
            return {}
        titles[root], links = read(html)
        new = set(targets(root, root, links)) - {root}
        for url, html in await asyncio.gather(*(one(session, url) for url in new)):
            if html is not None:
                titles[url], _ = read(html)
    return titles
