"""Fetch many things: `fetch_all` works, one key after the other. Make it ask for all at once."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

Fetch = Callable[[str], Coroutine[Any, Any, str]]


async def fetch_all(fetch: Fetch, keys: Sequence[str]) -> list[str]:
    """Return `await fetch(key)` for every key, in the order of `keys`.

    If a fetch fails, its error reaches the caller, by itself or in an `ExceptionGroup`.
    """
    # TODO: all fetches should be in flight at the same time.
    results = []
    for key in keys:
        results.append(await fetch(key))
    return results


async def main() -> None:
    """Show how long ten fetches of 0.1 s take."""

    async def fetch(key: str) -> str:
        await asyncio.sleep(0.1)
        return key.upper()

    start = time.perf_counter()
    print(await fetch_all(fetch, list("abcdefghij")))
    print(f"{time.perf_counter() - start:.2f} s; together they would take 0.10 s")


if __name__ == "__main__":
    asyncio.run(main())
