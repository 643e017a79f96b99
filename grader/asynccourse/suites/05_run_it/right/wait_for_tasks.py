"""asyncio.wait over a list of tasks, whose results are then fetched in order."""

import asyncio


def main(jobs):
    async def together():
        tasks = [asyncio.create_task(job()) for job in jobs]
        if tasks:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        failed = [task for task in tasks if task.done() and task.exception()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if failed:
            raise failed[0].exception()
        return [task.result() for task in tasks]

    return asyncio.run(together(), debug=False)
