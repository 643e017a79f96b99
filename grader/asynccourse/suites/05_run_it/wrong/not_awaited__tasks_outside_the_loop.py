import asyncio


async def results(tasks):
    return [await task for task in tasks]


def main(jobs):
    tasks = [asyncio.create_task(job()) for job in jobs]
    return asyncio.run(results(tasks))
