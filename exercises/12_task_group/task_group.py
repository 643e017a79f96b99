"""All or nothing: if one job fails, the others are cancelled, and none outlives the call."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial


async def all_or_nothing(
    jobs: Sequence[Callable[[], Coroutine[None, None, object]]],
) -> list[object]:
    """Run all jobs together and return their results in the order of `jobs`.

    Each job is a coroutine function without arguments. If a job fails, those that still run are
    cancelled, and when all have ended an `ExceptionGroup` is raised: it holds the exception of each
    job that failed, and nothing else. However this function ends, all jobs have ended before it.
    """
    raise NotImplementedError


async def main() -> None:
    """Run three jobs, of which one fails: with gather, then with all_or_nothing."""

    async def job(name: str, seconds: float) -> str:
        try:
            await asyncio.sleep(seconds)
            if name == "b":
                raise ConnectionError("b is broken")
        except asyncio.CancelledError:
            await asyncio.sleep(0.1)
            print(f"  {name} was cancelled and has cleaned up")
            raise
        print(f"  {name} has ended")
        return name

    jobs = [partial(job, "a", 0.3), partial(job, "b", 0.1), partial(job, "c", 0.2)]
    print("gather:")
    try:
        print(await asyncio.gather(*(job() for job in jobs)))
    except ConnectionError as error:
        print(f"  raised {error!r}, and the other jobs go on:")
    await asyncio.sleep(0.3)
    print("all_or_nothing:")
    try:
        print(await all_or_nothing(jobs))
    except NotImplementedError:
        print("  is still to be written")
    except ExceptionGroup as group:
        print(f"  raised {group!r}")
    await asyncio.sleep(0.3)


if __name__ == "__main__":
    asyncio.run(main())
