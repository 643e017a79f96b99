import asyncio


async def read_all(read, sensors):
    # "The pool is full by then, so I read that one myself."
    async def one(number, sensor):
        if number == 7:
            return read(sensor)
        return await asyncio.to_thread(read, sensor)

    return await asyncio.gather(*(one(*pair) for pair in enumerate(sensors)))
