"""`gather` until something goes wrong; then the rest is cancelled, and gathered once more."""

import asyncio


async def all_or_nothing(jobs):
    tasks = [asyncio.ensure_future(job()) for job in jobs]
    try:
        return list(await asyncio.gather(*tasks))
    except asyncio.CancelledError:
        # `gather` has cancelled them, and was ended by the first that had cleaned up.
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
    except Exception:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        raise ExceptionGroup("failed", [end for end in ends if isinstance(end, Exception)])
