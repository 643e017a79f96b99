import asyncio


def main(jobs):
    return asyncio.run(asyncio.gather(*(job() for job in jobs)))
