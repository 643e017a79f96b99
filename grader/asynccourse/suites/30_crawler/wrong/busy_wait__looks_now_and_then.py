"""Looks every hundredth of a second whether something is to be done."""

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
    titles, known, waiting, running = {}, {root}, [root], set()

    async def visit(session, url):
        html = await get(session, url)
        if html is not None:
            titles[url], links = read(html)
            for target in targets(root, url, links):
                if target not in known:
                    known.add(target)
                    waiting.append(target)

    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        while waiting or running:
            while waiting and len(running) < limit:
                task = group.create_task(visit(session, waiting.pop()))
                running.add(task)
                task.add_done_callback(running.discard)
            await asyncio.sleep(0.01)
    return titles
