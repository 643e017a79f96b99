"""`get` is no method but a function made by a decorator, in an attribute of the cache."""

import asyncio
import functools


def once_at_a_time(function):
    flights = {}

    async def fly(key):
        try:
            return await function(key)
        except BaseException:
            flights.pop(key)
            raise

    @functools.wraps(function)
    async def wrapper(key):
        flight = flights.get(key) or flights.setdefault(key, asyncio.ensure_future(fly(key)))
        return await asyncio.shield(flight)

    return wrapper


class Cache:
    def __init__(self, load):
        self.get = once_at_a_time(load)
