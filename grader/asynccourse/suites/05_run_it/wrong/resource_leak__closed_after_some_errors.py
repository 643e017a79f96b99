"""The runner is closed after some kinds of error, and stays open after others."""

import asyncio


async def run_all(jobs):
    return await asyncio.gather(*(job() for job in jobs))


def main(jobs):
    runner = asyncio.Runner()
    try:
        results = runner.run(run_all(jobs))
    except (OSError, ValueError, RuntimeError):
        runner.close()
        raise
    runner.close()
    return results
