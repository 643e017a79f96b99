"""Leaves out the error statuses that it has heard of, and redirects."""

import asyncio
import re
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp

ERRORS = (400, 401, 403, 404, 429, 500, 502, 503, 504)


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
            if response.status in ERRORS or response.status // 100 != 2 and response.status < 400:
                return None
            return await response.text()
    except aiohttp.ClientError:
        return None


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

    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        group.create_task(visit(root))
    return titles
