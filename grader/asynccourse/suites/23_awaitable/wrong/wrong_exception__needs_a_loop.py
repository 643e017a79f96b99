"""It asks for the loop, and so can't be driven by hand where none runs."""

import asyncio


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        loop = asyncio.get_running_loop()
        began = loop.time()
        for _ in range(self.turns):
            yield
        print(f"waited for {loop.time() - began} s")
        return self.value
