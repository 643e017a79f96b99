import asyncio
from concurrent.futures import ThreadPoolExecutor


def main(jobs):
    with ThreadPoolExecutor(max(1, len(jobs))) as pool:
        return list(pool.map(lambda job: asyncio.run(job()), jobs))
