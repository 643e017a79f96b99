"""Bodies come piece by piece, and are decoded at the end as the headers say."""

import asyncio

import aiohttp


async def fetch_all(urls):
    async def text(url):
        async with session.get(url) as response:
            response.raise_for_status()
            body = bytearray()
            async for piece in response.content.iter_chunked(4096):
                body += piece
            return body.decode(response.charset or "utf-8")

    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        tasks = [group.create_task(text(url)) for url in urls]
    return [task.result() for task in tasks]
