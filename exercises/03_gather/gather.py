"""Fetch many things at once.

`fetch_all` works, and asks for one key after the other. Make it ask for all of them together.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence


async def fetch_all(fetch: Callable[[str], Awaitable[str]], keys: Sequence[str]) -> list[str]:
    """Return `await fetch(key)` for every key, in the order of `keys`.

    If a fetch fails, its error reaches the caller.
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
