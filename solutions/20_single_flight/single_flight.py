"""One load for all who ask: the reference solution."""

import asyncio
from collections.abc import Callable, Coroutine


class Cache:
    """Gives the value of each key, and loads it once, when it is first asked for.

    `load` is a coroutine function.
    """

    def __init__(self, load: Callable[[str], Coroutine[None, None, object]]) -> None:
        self._load = load
        # A task holds all that there is to know of a load: that it is under way, its value, or its
        # error. It can be awaited by many, and again when it is done; a coroutine can't.
        self._loads: dict[str, asyncio.Task[object]] = {}

    async def get(self, key: str) -> object:
        """Return `await load(key)`, from one call of `load` for all who ask.

        If that load fails, all who wait for it get its error, and the next to ask loads anew.
        Cancelling one of those who wait changes nothing for the others.
        """
        # No `await` between looking and noting down: nobody can come in between.
        if key not in self._loads:
            self._loads[key] = asyncio.create_task(self._load_for_all(key))
        # The load belongs to no caller. Without the shield, cancelling any one of them would cancel
        # the task, and with it the wait of all the others.
        return await asyncio.shield(self._loads[key])

    async def _load_for_all(self, key: str) -> object:
        """Load a key, and forget the load where it fails."""
        try:
            return await self._load(key)
        except BaseException:
            # Forgotten here, once, before anybody hears of the error. Were it left to those who
            # wait, a slow one of them would throw out the new load of one who tried again at once.
            del self._loads[key]
            raise
