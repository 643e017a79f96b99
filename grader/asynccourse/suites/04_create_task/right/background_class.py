"""A context manager of one's own that cancels its task and awaits it, on an exit stack."""

import asyncio
from contextlib import AsyncExitStack


class Background:
    def __init__(self, coroutine):
        self.task = asyncio.create_task(coroutine)

    async def __aenter__(self):
        return self.task

    async def __aexit__(self, *_):
        self.task.cancel()
        try:
            await self.task
        except (Exception, asyncio.CancelledError):
            pass


async def dashboard(load_user, load_feed, render):
    async with AsyncExitStack() as stack:
        user = await stack.enter_async_context(Background(load_user()))
        feed = await stack.enter_async_context(Background(load_feed()))
        await render("loading")
        return (await user, await feed)
