"""aiohttp's pool of connections keeps the limit; every page's children are gathered by it."""

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
    known = {root}

    async def visit(session, url):
        html = await get(session, url)
        if html is None:
            return {}
        title, links = read(html)
        new = [target for target in dict.fromkeys(targets(root, url, links)) if target not in known]
        known.update(new)
        titles = {url: title}
        for part in await asyncio.gather(*(visit(session, target) for target in new)):
            titles |= part
        return titles

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=limit)) as session:
        return await visit(session, root)
