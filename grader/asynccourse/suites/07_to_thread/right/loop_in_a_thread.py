"""A thread has a loop of its own, on which all reads are gathered."""

import asyncio


async def read_all(read, sensors):
    async def gathered():
        return await asyncio.gather(*(asyncio.to_thread(read, sensor) for sensor in sensors))

    def on_its_own_loop():
        with asyncio.Runner() as runner:
            return runner.run(gathered())

    return await asyncio.to_thread(on_its_own_loop)
