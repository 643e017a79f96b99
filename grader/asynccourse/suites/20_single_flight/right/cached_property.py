"""An object for each key, whose load is a `cached_property`: deleted, it is made anew."""

import asyncio
from functools import cached_property, partial


class Item:
    def __init__(self, start):
        self.start = start

    @cached_property
    def load(self):
        task = asyncio.ensure_future(self.start())
        task.add_done_callback(self.check)
        return task

    def check(self, task):
        if task.cancelled() or task.exception():
            del self.load


class Cache:
    def __init__(self, load):
        self.make = load
        self.items = {}

    async def get(self, key):
        item = self.items.setdefault(key, Item(partial(self.make, key)))
        ended = asyncio.Event()
        item.load.add_done_callback(told := (lambda _task: ended.set()))
        load = item.load
        try:
            await ended.wait()
        finally:
            load.remove_done_callback(told)
        return load.result()
