"""A delivery wakes the first only, who looks, and passes the word on to the next behind."""

import asyncio


class Place:
    def __init__(self):
        self.word = None

    @property
    def has_the_word(self):
        return self.word is not None and self.word.done() and not self.word.cancelled()


class Inventory:
    def __init__(self):
        self.stock = 0
        self.line = []

    async def add(self, n):
        self.stock += n
        self.pass_on(0)

    def pass_on(self, number):
        for place in self.line[number : number + 1]:
            if not place.word.done():
                place.word.set_result(None)
            elif place.word.cancelled():
                self.pass_on(number + 1)

    async def take(self, n):
        if self.stock >= n:
            self.stock -= n
            return
        place = Place()
        self.line.append(place)
        try:
            while self.stock < n:
                if place.has_the_word:
                    self.pass_on(self.line.index(place) + 1)
                place.word = asyncio.get_running_loop().create_future()
                await place.word
            self.stock -= n
        finally:
            number = self.line.index(place)
            self.line.remove(place)
            if place.has_the_word:
                self.pass_on(number)
