import asyncio


class RateLimiter:
    def __init__(self, rate, per):
        self.free = rate
        self.per = per
        self.waiting = []

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        if self.free:
            self.free -= 1
        else:
            future = loop.create_future()
            self.waiting.append(future)
            await future
        loop.call_later(self.per, self.give_back)

    def give_back(self):
        while self.waiting:
            future = self.waiting.pop()
            if not future.done():
                future.set_result(None)
                return
        self.free += 1

    async def __aexit__(self, *error):
        pass
