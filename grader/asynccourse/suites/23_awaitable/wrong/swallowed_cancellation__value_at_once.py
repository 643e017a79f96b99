import asyncio


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        try:
            for _ in range(self.turns):
                yield
        except asyncio.CancelledError:
            print("cancelled")
        return self.value
