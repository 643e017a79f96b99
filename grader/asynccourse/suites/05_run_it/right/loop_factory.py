"""A loop made through a factory, and debug mode."""

import asyncio


def main(jobs):
    async def run():
        tasks = [asyncio.ensure_future(job()) for job in jobs]
        try:
            return [await task for task in tasks]
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    with asyncio.Runner(debug=True, loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(run())
