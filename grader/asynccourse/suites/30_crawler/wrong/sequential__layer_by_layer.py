"""Reads all that is known, and looks for new links when the last of it is there."""

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
    titles, known, layer, places = {}, {root}, [root], asyncio.Semaphore(limit)

    async def one(session, url):
        async with places:
            return url, await get(session, url)

    async with aiohttp.ClientSession() as session:
        while layer:
            pages = await asyncio.gather(*(one(session, url) for url in layer))
            layer = []
            for url, html in pages:
                if html is not None:
                    titles[url], links = read(html)
                    for target in targets(root, url, links):
                        if target not in known:
                            known.add(target)
                            layer.append(target)
    return titles
