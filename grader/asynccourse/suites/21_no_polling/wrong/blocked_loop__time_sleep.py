import time


class Inventory:
    def __init__(self):
        self.stock = 0

    async def add(self, n):
        self.stock += n

    async def take(self, n):
        while self.stock < n:
            time.sleep(0.1)
        self.stock -= n
