"""A queue that can be closed, and iterated over by many; it wakes each of them at its end."""

import asyncio


class ClosingQueue(asyncio.Queue):
    END = object()

    async def close(self):
        await self.put(self.END)

    def __aiter__(self):
        return self

    async def __anext__(self):
        item = await self.get()
        if item is self.END:
            self._put(item)
            self._wakeup_next(self._getters)
            raise StopAsyncIteration
        return item


async def pipeline(source, fn, workers, size):
    queue = ClosingQueue(size)
    futures = []

    async def work():
        async for future, item in queue:
            future.set_result(await fn(item))

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(work())
        async for item in source:
            future = asyncio.get_running_loop().create_future()
            futures.append(future)
            await queue.put((future, item))
        await queue.close()
    return [future.result() for future in futures]
