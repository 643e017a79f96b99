"""A ticket of n turns is one turn, then a ticket of n - 1; few words where there are many."""


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        if self.turns > 1:
            half = self.turns // 2
            yield from Ticket(half).__await__()
            return (yield from Ticket(self.turns - half, self.value).__await__())
        if self.turns:
            yield
        return self.value
