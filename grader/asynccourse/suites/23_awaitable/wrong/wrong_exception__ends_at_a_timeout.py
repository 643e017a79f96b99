"""Of all errors a TimeoutError ends the wait with the value."""


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        try:
            for _ in range(self.turns):
                yield
        except TimeoutError:
            print("waited for too long")
        return self.value
