"""`yield from` something that holds as many None as there are turns; a frozen dataclass."""

from collections.abc import Awaitable
from dataclasses import dataclass
from itertools import repeat


@dataclass(frozen=True, slots=True)
class Ticket(Awaitable):
    turns: int
    value: object = None

    def __await__(self):
        yield from repeat(None, self.turns)
        return self.value
