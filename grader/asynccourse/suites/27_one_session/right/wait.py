"""`asyncio.wait` for all tasks or the first error, which cancels the rest."""

import asyncio

import aiohttp


async def fetch_all(urls):
    if not urls:
        return []
    async with aiohttp.ClientSession() as session:

        async def text(url):
            response = await session.request("GET", url)
            async with response:
                if response.status >= 400:
                    response.raise_for_status()
                return await response.text()

        tasks = [asyncio.ensure_future(text(url)) for url in urls]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            return [task.result() for task in tasks if task.done()]
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
