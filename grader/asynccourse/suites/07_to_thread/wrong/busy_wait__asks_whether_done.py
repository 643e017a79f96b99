import asyncio


async def read_all(read, sensors):
    loop = asyncio.get_running_loop()
    futures = [loop.run_in_executor(None, read, sensor) for sensor in sensors]
    while not all(future.done() for future in futures):
        await asyncio.sleep(0)
    return [future.result() for future in futures]
