"""Wait to be told, don't ask.

`Inventory` works, and each `take` that waits looks at the stock again and again. Make it wait until
something has changed.
"""

import asyncio
import time


class Inventory:
    """A stock of pieces, empty at first."""

    def __init__(self) -> None:
        self._stock = 0

    async def add(self, n: int) -> None:
        """Put `n` pieces into the stock. Waits for nobody who takes."""
        self._stock += n

    async def take(self, n: int) -> None:
        """Wait until there are `n` pieces, and take them, all at once.

        Who is cancelled has taken nothing. While nothing is added, waiting costs nothing.
        """
        # TODO: wait until something was added, instead of looking every 0.1 s.
        while self._stock < n:
            await asyncio.sleep(0.1)
        self._stock -= n


async def main() -> None:
    """Show how late a delivery is seen that comes after 0.25 s."""
    inventory = Inventory()
    taking = asyncio.create_task(inventory.take(3))
    await asyncio.sleep(0.25)
    await inventory.add(3)
    start = time.perf_counter()
    await taking
    late = time.perf_counter() - start
    print(f"taken {late * 1000:.0f} ms after the delivery; 0 ms is possible")


if __name__ == "__main__":
    asyncio.run(main())
