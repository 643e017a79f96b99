"""One load for all who ask.

`Cache` works for one caller after another. Make it load once for callers at the same time, too.
"""

import asyncio
from collections.abc import Callable, Coroutine


class Cache:
    """Gives the value of each key, and loads it once, when it is first asked for.

    `load` is a coroutine function.
    """

    def __init__(self, load: Callable[[str], Coroutine[None, None, object]]) -> None:
        self._load = load
        self._values: dict[str, object] = {}

    async def get(self, key: str) -> object:
        """Return `await load(key)`, from one call of `load` for all who ask.

        If that load fails, all who wait for it get its error, and the next to ask loads anew.
        Cancelling one of those who wait changes nothing for the others.
        """
        # TODO: those who ask while the load is under way should wait for it, not load again.
        if key not in self._values:
            self._values[key] = await self._load(key)
        return self._values[key]


async def main() -> None:
    """Show how often ten callers at the same time make the cache load."""
    loads = 0

    async def load(key: str) -> str:
        nonlocal loads
        loads += 1
        await asyncio.sleep(0.1)
        return key.upper()

    cache = Cache(load)
    await asyncio.gather(*(cache.get("a") for _ in range(10)))
    print(f"loads for 10 callers: {loads}; 1 is enough")


if __name__ == "__main__":
    asyncio.run(main())
