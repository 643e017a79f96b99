"""Callers are counted: the last one to be cancelled takes the load along, and it is forgotten."""

import asyncio


class Cache:
    def __init__(self, load):
        self._load = load
        self._values = {}
        self._flights = {}

    async def get(self, key):
        if key in self._values:
            return self._values[key]
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = [asyncio.create_task(self._load(key)), 0]
        flight[1] += 1
        try:
            value = await asyncio.shield(flight[0])
        finally:
            flight[1] -= 1
            over = flight[0].done()
            if not over and flight[1] == 0:
                flight[0].cancel()
                over = True
            if over and self._flights.get(key) is flight:
                del self._flights[key]
        self._values[key] = value
        return value
