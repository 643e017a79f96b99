"""What `await` really does: the reference solution."""

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
        # The count is kept by the generator, not by the ticket: each call of `__await__` makes a
        # generator of its own, so that one ticket can be awaited many times.
        for _ in range(self.turns):
            # Goes past every `await` up to the loop. What the loop throws in comes out here, and
            # with no `except` around it, it passes on to the one who awaits.
            yield
        # A generator's return value is what the `await` expression gives.
        return self.value
