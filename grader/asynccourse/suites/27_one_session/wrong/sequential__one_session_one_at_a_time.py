"""One session, and still one request at a time."""

import aiohttp


async def fetch_all(urls):
    texts = []
    async with aiohttp.ClientSession() as session:
        for url in urls:
            async with session.get(url) as response:
                response.raise_for_status()
                texts.append(await response.text())
    return texts
