import asyncio


def main(jobs):
    return [asyncio.run(job()) for job in jobs]
