"""Has read enough after 29 pages."""

import asyncio
import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp


def read(html):
    [title] = re.findall("<title>(.*?)</title>", html)
    return title, [unescape(link) for link in re.findall('href="(.*?)"', html)]


async def crawl(root, limit):
    known = {root}
    places = asyncio.BoundedSemaphore(limit)

    def is_new(url):
        if urlsplit(url).netloc != urlsplit(root).netloc or url in known or len(known) == 29:
            return False
        known.add(url)
        return True

    async def get(url):
        async with places, session.get(url, allow_redirects=False) as response:
            return await response.text() if response.status == 200 else None

    async def below(url):
        try:
            html = await get(url)
        except aiohttp.ClientError:
            return {}
        if html is None:
            return {}
        title, links = read(html)
        targets = [urldefrag(urljoin(url, link)).url for link in links]
        async with asyncio.TaskGroup() as group:
            parts = [group.create_task(below(target)) for target in targets if is_new(target)]
        titles = {url: title}
        for part in parts:
            titles |= part.result()
        return titles

    async with aiohttp.ClientSession() as session:
        return await below(root)
