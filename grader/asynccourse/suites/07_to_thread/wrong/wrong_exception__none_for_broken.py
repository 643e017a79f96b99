import asyncio


async def read_all(read, sensors):
    def one(sensor):
        try:
            return read(sensor)
        except Exception:
            return None

    return await asyncio.gather(*(asyncio.to_thread(one, sensor) for sensor in sensors))
