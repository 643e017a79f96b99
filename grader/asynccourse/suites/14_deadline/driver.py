"""Jobs with something to clean up, and jobs within jobs: made where the submission lives."""

import asyncio


async def with_clean_up(work, clean_up, seconds, default):
    """Return what `within` gives for a job that cleans up, and how cancelled its caller is then."""

    async def job():
        try:
            return await work()
        finally:
            await clean_up()

    result = await submission.within(job, seconds, default)  # noqa: F821
    return result, asyncio.current_task().cancelling()


async def nested(work, inner, outer):
    """Return what `within` gives for a job that uses `within` itself."""

    async def job():
        return await submission.within(work, inner, "inner")  # noqa: F821

    return await submission.within(job, outer, "outer")  # noqa: F821
