"""`as_completed` takes the answers as they end; an exit stack closes session and tasks."""

import asyncio
import contextlib

import aiohttp


async def numbered(session, number, url):
    async with session.get(url) as response:
        response.raise_for_status()
        return number, await response.text()


async def fetch_all(urls):
    async with contextlib.AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        tasks = [asyncio.create_task(numbered(session, *pair)) for pair in enumerate(urls)]
        if tasks:
            stack.push_async_callback(asyncio.wait, tasks)
        for task in tasks:
            stack.callback(task.cancel)
        pairs = [await ended for ended in asyncio.as_completed(tasks)]
        return [text for _, text in sorted(pairs)]
