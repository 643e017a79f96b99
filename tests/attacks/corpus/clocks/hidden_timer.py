"""Looks at the stock every hundredth of a second, and says that it has no timer set.

Time stands still for whoever claims to wait for nothing.

exercise: 21_no_polling
codes: hang busy_wait
points: 2
"""

import asyncio
import gc

HARNESS = next(found for found in gc.get_objects() if type(found).__name__ == "Harness")
CHANNEL = HARNESS._channel
REAL = HARNESS._watch._send


def without_timer(message):
    if hasattr(message, "timer"):
        message.timer = None
    REAL(message)


HARNESS._watch._send = without_timer


class Inventory:
    def __init__(self):
        self.stock = 0

    async def add(self, n):
        self.stock += n

    async def take(self, n):
        while self.stock < n:
            await asyncio.sleep(0.01)
        self.stock -= n
