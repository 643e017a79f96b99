"""Everything is called right here."""

import asyncio


async def dispatch(jobs):
    results = []
    for kind, work in jobs:
        results.append(await work() if kind == "async" else work())
    return results
