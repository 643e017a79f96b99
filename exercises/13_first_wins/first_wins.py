"""The first success wins: start all jobs, take the first good answer, call the others off."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from functools import partial


async def race(jobs: Sequence[Callable[[], Coroutine[None, None, object]]]) -> object:
    """Run all jobs together and return the result of the first that succeeds.

    Each job is a coroutine function without arguments. When one has succeeded, those that still run
    are cancelled. If all fail, an `ExceptionGroup` of all their exceptions is raised; without jobs,
    a `ValueError`. However this function ends, all jobs have ended before it.
    """
    raise NotImplementedError


async def main() -> None:
    """Ask three mirrors, of which the quickest is broken."""

    async def mirror(name: str, seconds: float) -> str:
        try:
            await asyncio.sleep(seconds)
            if name == "a":
                raise ConnectionError("a is down")
        except asyncio.CancelledError:
            print(f"{name} was called off")
            raise
        print(f"{name} has answered")
        return f"the file from {name}"

    jobs = [partial(mirror, "a", 0.1), partial(mirror, "b", 0.3), partial(mirror, "c", 0.2)]
    start = time.perf_counter()
    try:
        print(await race(jobs))
    except NotImplementedError:
        print("race is still to be written; meanwhile, with gather, which waits for all:")
        print(await asyncio.gather(*(job() for job in jobs), return_exceptions=True))
    print(f"{time.perf_counter() - start:.2f} s; the first success comes after 0.20 s")


if __name__ == "__main__":
    asyncio.run(main())
