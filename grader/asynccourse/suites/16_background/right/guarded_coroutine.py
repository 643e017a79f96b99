"""Each coroutine is awaited by another that guards it, which reports and tidies up."""

import asyncio


class Background:
    def __init__(self, report):
        self._report = report
        self._running = {}

    def spawn(self, coro):
        key = object()
        self._running[key] = asyncio.create_task(self._guard(key, coro))

    async def _guard(self, key, coro):
        try:
            await coro
        except Exception as error:
            self._report(error)
        finally:
            del self._running[key]

    async def aclose(self):
        try:
            while self._running:
                await asyncio.wait(list(self._running.values()))
        finally:
            rest = list(self._running.values())
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)
