class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        while self.turns > 0:
            self.turns -= 1
            yield
        return self.value
