"""A page's place is free again when its headers have come, and its text is still on its way."""

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


async def get(session, places, url):
    try:
        async with places:
            response = await session.get(url, allow_redirects=False)
        async with response:
            return await response.text() if response.status == 200 else None
    except aiohttp.ClientError:
        return None


async def crawl(root, limit):
    titles, known, places = {}, {root}, asyncio.Semaphore(limit)

    async def visit(url):
        html = await get(session, places, url)
        if html is not None:
            titles[url], links = read(html)
            for target in targets(root, url, links):
                if target not in known:
                    known.add(target)
                    group.create_task(visit(target))

    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        group.create_task(visit(root))
    return titles
