"""What `await` really does: an awaitable of your own."""

import asyncio
from collections.abc import Generator


class Ticket:
    """A place in a queue: `await Ticket(turns, value)` suspends `turns` times, then gives `value`.

    Each suspension lasts one turn of whoever drives the coroutine. It waits for nothing else: no
    clock, no future. A ticket can be awaited again, and by several at once, each for all its turns.
    """

    def __init__(self, turns: int, value: object = None) -> None:
        self.turns = turns
        self.value = value

    def __await__(self) -> Generator[None, None, object]:
        """Suspend `turns` times by yielding None, then return `value`.

        What is thrown in at a suspension comes out of it.
        """
        raise NotImplementedError


async def visit(name: str, turns: int) -> str:
    """Draw a ticket, and tell of it."""
    print(f"  {name}: draws a ticket of {turns} turn{'' if turns == 1 else 's'}")
    value = await Ticket(turns, f"coffee for {name}")
    print(f"  {name}: {value}")
    return f"{name} was here"


def drive(name: str, turns: int) -> None:
    """Drive one visit by hand, as a task of asyncio does; at most ten turns."""
    coroutine = visit(name, turns)
    for turn in range(10):
        try:
            yielded = coroutine.send(None)
        except StopIteration as end:
            print(f"send {turn + 1}: ended with {end.value!r}")
            return
        print(f"send {turn + 1}: suspended, yielding {yielded!r}")
    coroutine.close()


async def main() -> None:
    """Let asyncio drive three visits: each send is now a turn of its loop."""
    await asyncio.gather(visit("Ada", 3), visit("Grace", 1), visit("Alan", 0))


if __name__ == "__main__":
    try:
        print("by hand:")
        drive("Ada", 2)
        print("by asyncio:")
        asyncio.run(main())
    except NotImplementedError:
        print("Ticket.__await__ is still to be written")
