import asyncio


class Ticket:
    def __init__(self, turns, value=None):
        self.turns = turns
        self.value = value

    def __await__(self):
        loop = asyncio.get_running_loop()
        for _ in range(self.turns):
            future = loop.create_future()
            loop.call_soon(future.set_result, None)
            yield from future
        return self.value
