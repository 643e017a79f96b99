import asyncio


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        cancelled = None
        for _ in range(self.turns):
            try:
                yield
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled:
            raise cancelled
        return self.value
