class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        left = self.turns
        while True:
            yield
            left -= 1
            if left <= 0:
                return self.value
