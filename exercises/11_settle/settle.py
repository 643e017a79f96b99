"""One fails, the others go on: run all jobs to their end, and tell how each of them ended."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from functools import partial


async def settle(
    jobs: Sequence[Callable[[], Coroutine[None, None, object]]],
) -> tuple[list[object], list[Exception | None]]:
    """Run all jobs together, each to its end, and return `(results, errors)`.

    Each job is a coroutine function without arguments. Both lists have one place for every job, in
    the order of `jobs`. If job n returned, `results[n]` is what it returned and `errors[n]` is
    None; if it raised an exception, `results[n]` is None and `errors[n]` is the exception.
    Cancelling the caller is no failure of a job: it cancels all of them and passes through.
    """
    raise NotImplementedError


async def main() -> None:
    """Run three jobs, of which the second fails: with gather, then with settle."""

    async def job(name: str, seconds: float) -> str:
        await asyncio.sleep(seconds)
        if name == "b":
            raise ConnectionError("b is broken")
        print(f"  {name} has ended")
        return name

    jobs = [partial(job, "a", 0.3), partial(job, "b", 0.1), partial(job, "c", 0.2)]
    print("gather:")
    try:
        print(await asyncio.gather(*(job() for job in jobs)))
    except ConnectionError as error:
        print(f"  raised {error!r}; what became of a and c?")
    await asyncio.sleep(0.3)
    print("settle:")
    start = time.perf_counter()
    try:
        print(f"  {await settle(jobs)}")
    except NotImplementedError:
        print("  is still to be written")
    else:
        print(f"  {time.perf_counter() - start:.2f} s; together they take 0.30 s")


if __name__ == "__main__":
    asyncio.run(main())
