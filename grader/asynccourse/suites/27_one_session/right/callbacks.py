"""Callbacks: each task that ends counts down, and the last one or an error settles a future."""

import asyncio

import aiohttp


async def text(session, url):
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.text()


async def fetch_all(urls):
    ended = asyncio.get_running_loop().create_future()
    session = aiohttp.ClientSession()
    tasks = [asyncio.ensure_future(text(session, url)) for url in urls]
    running = set(tasks)

    def one_ended(task):
        running.discard(task)
        if ended.done() or task.cancelled():
            return
        if error := task.exception():
            ended.set_exception(error)
        elif not running:
            ended.set_result([task.result() for task in tasks])

    for task in tasks:
        task.add_done_callback(one_ended)
    try:
        return await ended if tasks else []
    finally:
        for task in tuple(running):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await session.close()
