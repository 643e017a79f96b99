"""A limit for each server instead of one for all; the connector is closed by hand, too."""

import asyncio

import aiohttp


async def fetch_all(urls):
    connector = aiohttp.TCPConnector(limit=0, limit_per_host=60)
    session = aiohttp.ClientSession(connector=connector, connector_owner=False)

    async def text(url):
        response = await session.get(url)
        async with response:
            response.raise_for_status()
            return (await response.read()).decode(response.get_encoding())

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(text(url)) for url in urls]
        return [task.result() for task in tasks]
    finally:
        await session.close()
        await connector.close()
