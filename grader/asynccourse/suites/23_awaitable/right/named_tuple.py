"""A named tuple; a closure counts, and a turn is what an `async with` waits for on its way in."""

from types import coroutine
from typing import Any, NamedTuple


class Turn:
    @coroutine
    def __aenter__(self):
        yield

    async def __aexit__(self, *error):
        return None


class Ticket(NamedTuple):
    turns: int
    value: Any = None

    def __await__(self):
        async def after(turns):
            while turns:
                async with Turn():
                    turns -= 1
            return self.value

        return after(self.turns).__await__()
