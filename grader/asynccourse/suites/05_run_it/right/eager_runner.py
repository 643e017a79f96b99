"""A Runner whose tasks start eagerly, where Python has them (3.12+)."""

import asyncio


async def all_of(jobs):
    asyncio.get_running_loop().set_task_factory(getattr(asyncio, "eager_task_factory", None))
    return list(await asyncio.gather(*map(asyncio.create_task, [job() for job in jobs])))


def main(jobs):
    with asyncio.Runner() as runner:
        return runner.run(all_of(jobs))
