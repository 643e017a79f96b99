"""Cancels nobody: its tasks die one after the other when their session is closed."""

import asyncio
import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp


def read(html):
    [title] = re.findall("<title>(.*?)</title>", html)
    return title, [unescape(link) for link in re.findall('href="(.*?)"', html)]


async def crawl(root, limit):
    titles, known, tasks = {}, {root}, set()
    places = asyncio.Semaphore(limit)
    over = asyncio.Event()

    def start(url):
        task = asyncio.create_task(visit(url))
        tasks.add(task)
        task.add_done_callback(ended)

    def ended(task):
        tasks.discard(task)
        if not tasks:
            over.set()

    async def visit(url):
        try:
            async with places, session.get(url, allow_redirects=False) as response:
                html = await response.text() if response.status == 200 else None
        except Exception:
            return
        if html is None:
            return
        titles[url], links = read(html)
        for link in links:
            target = urldefrag(urljoin(url, link)).url
            if urlsplit(target).netloc == urlsplit(root).netloc and target not in known:
                known.add(target)
                start(target)

    async with aiohttp.ClientSession() as session:
        start(root)
        await over.wait()
    return titles
