"""Wait to be told, don't ask: the reference solution."""

import asyncio


class Inventory:
    """A stock of pieces, empty at first."""

    def __init__(self) -> None:
        self._stock = 0
        self._changed = asyncio.Condition()

    async def add(self, n: int) -> None:
        """Put `n` pieces into the stock. Waits for nobody who takes."""
        async with self._changed:
            self._stock += n
            # All of them, since only they know for how many they wait: `notify()` might wake one
            # that needs more than there is, while another sleeps that could go on.
            self._changed.notify_all()

    async def take(self, n: int) -> None:
        """Wait until there are `n` pieces, and take them, all at once.

        Who is cancelled has taken nothing. While nothing is added, waiting costs nothing.
        """
        async with self._changed:
            # Whoever is woken looks again, as another may have been quicker. Nothing is promised to
            # anybody before that look, so one that is cancelled has nothing to give back.
            await self._changed.wait_for(lambda: self._stock >= n)
            self._stock -= n
