"""`__iter__` as the generator, and `__await__` the same; cleans up and lets errors pass."""


class Ticket:
    waiting = 0

    def __init__(self, turns, value=None):
        self.turns, self.value = turns, value

    def __iter__(self):
        left = self.turns
        Ticket.waiting += 1
        try:
            while left > 0:
                left -= 1
                yield None
        finally:
            Ticket.waiting -= 1
        return self.value

    __await__ = __iter__
