"""Gathers the functions themselves: `gather` wants what they give."""

import asyncio


async def settle(jobs):
    results = await asyncio.gather(*jobs, return_exceptions=True)
    errors = [result if isinstance(result, Exception) else None for result in results]
    return [None if error else result for result, error in zip(results, errors)], errors
