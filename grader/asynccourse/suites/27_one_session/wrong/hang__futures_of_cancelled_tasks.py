"""Waits for futures that nobody settles once an error came while others were in flight."""

import asyncio

import aiohttp


async def fetch_all(urls):
    if not urls:
        return []
    loop = asyncio.get_running_loop()
    texts = [loop.create_future() for _ in urls]

    async def settle(session, url, future):
        try:
            response = await session.request("GET", url)
            if response.status >= 400:
                response.close()
            response.raise_for_status()
            future.set_result(await response.text(errors="replace"))
        except aiohttp.ClientError as error:
            future.set_exception(error)

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:
        tasks = []
        try:
            for url, future in zip(urls, texts, strict=True):
                tasks.append(asyncio.create_task(settle(session, url, future)))
                await asyncio.sleep(0)
            return list(await asyncio.gather(*texts))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, *texts, return_exceptions=True)
