"""A plain function's closure behind `iter` with a sentinel; `yield from` takes it to its end."""

from functools import partial


def leave(left):
    return left.pop() if left else "over"


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        left = [None] * self.turns
        yield from iter(partial(leave, left), "over")
        return self.value
