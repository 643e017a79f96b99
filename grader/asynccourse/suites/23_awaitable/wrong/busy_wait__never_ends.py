class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        left = self.turns
        while left:
            yield
        return self.value
