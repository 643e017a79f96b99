"""One session for all requests: the reference solution."""

import asyncio
from collections.abc import Sequence

import aiohttp


async def fetch_all(urls: Sequence[str]) -> list[str]:
    """Return the text at each URL, in the order of `urls`.

    An answer with an error status raises `aiohttp.ClientResponseError`.
    """
    # The session is outermost: it closes when all requests have ended, however they did. The group
    # inside it cancels the other requests when one fails, and waits for them.
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        tasks = [group.create_task(_fetch(session, url)) for url in urls]
    return [task.result() for task in tasks]


async def _fetch(session: aiohttp.ClientSession, url: str) -> str:
    async with session.get(url) as response:
        # Before the body is read: of an error page nobody wants the text.
        response.raise_for_status()
        return await response.text()
