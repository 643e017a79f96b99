"""A value that counts as false is taken for none."""


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value or None

    def __await__(self):
        for _ in range(self.turns):
            yield
        return self.value
