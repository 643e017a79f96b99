"""Jobs with something to clean up: made where the submission lives."""

import asyncio


async def race(works, clean_ups):
    """Run a race of jobs that each do their work, and clean up when they are cancelled."""

    def tidy(work, clean_up):
        async def job():
            try:
                return await work()
            except asyncio.CancelledError:
                await clean_up()
                raise

        return job

    return await submission.race(list(map(tidy, works, clean_ups)))  # noqa: F821
