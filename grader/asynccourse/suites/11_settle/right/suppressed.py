"""A context manager that keeps the error; a task for each job and one `gather` for all."""

import asyncio
import contextlib


@contextlib.contextmanager
def keeping(errors, place):
    try:
        yield
    except Exception as error:
        errors[place] = error


async def settle(jobs):
    errors = [None for _ in jobs]

    async def run(place):
        with keeping(errors, place):
            return await jobs[place]()

    return list(await asyncio.gather(*[run(place) for place in range(len(jobs))])), errors
