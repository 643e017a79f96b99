"""Jobs that note the task in which they were cancelled, so that the suite can ask how it ended."""

import asyncio

cancelled = []


async def settle(services):
    """Settle jobs that each call one service."""

    def noting(service):
        async def job():
            try:
                return await service()
            except asyncio.CancelledError:
                cancelled.append(asyncio.current_task())
                raise

        return job

    return await submission.settle([noting(service) for service in services])  # noqa: F821


def caught():
    """Return how many of those tasks ended in another way than as cancelled."""
    return sum(task.done() and not task.cancelled() for task in cancelled)
