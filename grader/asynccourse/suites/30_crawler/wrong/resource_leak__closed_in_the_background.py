"""Closes its session, and does not wait until that is done."""

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


closing = []


async def crawl(root, limit):
    titles, known, places = {}, {root}, asyncio.Semaphore(limit)

    async def visit(url):
        async with places:
            html = await get(session, url)
        if html is not None:
            titles[url], links = read(html)
            for target in targets(root, url, links):
                if target not in known:
                    known.add(target)
                    group.create_task(visit(target))

    session = aiohttp.ClientSession()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(visit(root))
    finally:
        closing.append(asyncio.create_task(session.close()))
    return titles
