"""GeneratorExit, by which a coroutine is closed, is ignored."""


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        left = self.turns
        while left:
            try:
                yield
            except GeneratorExit:
                continue
            left -= 1
        return self.value
