"""Start work that nobody waits for, and lose neither the work nor its errors.

`Background` works as long as all goes well. Make it keep hold of what it has started.
"""

import asyncio
import gc
import weakref
from collections.abc import Callable, Coroutine
from typing import Any


class Background:
    """Runs coroutines in the background, until each has ended by itself.

    When one of them fails, `report(error)` is called, once, as soon as it has failed, and the
    others go on. One that is cancelled has not failed.
    """

    def __init__(self, report: Callable[[BaseException], None]) -> None:
        self._report = report

    def spawn(self, coro: Coroutine[Any, Any, object]) -> None:
        """Start a coroutine in the background, and return at once.

        It runs to its end even if nobody else holds it; once it has ended, nothing of it is kept.
        """
        # TODO: nobody holds this task, nobody sees its error.
        asyncio.get_running_loop().create_task(coro)

    async def aclose(self) -> None:
        """Wait until all has ended, also what is spawned meanwhile; raise none of its errors.

        If the caller is cancelled, all that still runs is cancelled, and `aclose` ends as cancelled
        once that has ended too. It may be called more than once.
        """
        # TODO: wait.


async def main() -> None:
    """Send three mails in the background: one fails, and one waits for a word from outside."""
    holds: weakref.WeakSet[asyncio.Event] = weakref.WeakSet()

    async def send(address: str) -> None:
        await asyncio.sleep(0.1)
        if "@" not in address:
            raise ValueError(f"{address!r} is no address")
        print(f"sent to {address}")

    async def send_when_told(address: str) -> None:
        told = asyncio.Event()
        holds.add(told)
        await told.wait()
        print(f"sent to {address}")

    background = Background(lambda error: print(f"reported: {error!r}"))
    background.spawn(send("ada@example.org"))
    background.spawn(send("bob"))
    background.spawn(send_when_told("cy@example.org"))
    await asyncio.sleep(0)
    gc.collect()  # in a longer program this happens by itself, now and then
    print(f"{len(holds)} of 1 still waits to be told")
    for told in holds:
        told.set()
    await background.aclose()
    print("closed: that was two mails sent and one error reported, if all went well")


if __name__ == "__main__":
    asyncio.run(main())
