"""An iterator class of one's own: no generator at all."""


class Turns:
    def __init__(self, left, value):
        self.left = left
        self.value = value

    def __iter__(self):
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration(self.value)
        self.left -= 1


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        return Turns(self.turns, self.value)
