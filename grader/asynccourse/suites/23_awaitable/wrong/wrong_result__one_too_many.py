class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        for _ in range(self.turns):
            yield
        yield
        return self.value
