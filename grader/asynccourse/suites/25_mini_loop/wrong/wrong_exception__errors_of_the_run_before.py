"""Errors are kept for ever: the next run raises them again."""

import heapq
import itertools
import time
from collections import deque


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock = clock
        self.wait = wait
        self.ready = deque()
        self.sleeping = []
        self.numbers = itertools.count()
        self.errors = []

    def spawn(self, generator):
        self.ready.append(generator)

    def sleep(self, seconds):
        yield self.clock() + seconds

    def run(self):
        while self.ready or self.sleeping:
            if not self.ready:
                self.wait(max(0, self.sleeping[0][0] - self.clock()))
            while self.sleeping and self.sleeping[0][0] <= self.clock():
                self.ready.append(heapq.heappop(self.sleeping)[2])
            if not self.ready:
                continue
            generator = self.ready.popleft()
            try:
                until = next(generator)
            except StopIteration:
                continue
            except Exception as error:
                self.errors.append(error)
                continue
            if until is None:
                self.ready.append(generator)
            else:
                heapq.heappush(self.sleeping, (until, next(self.numbers), generator))
        if self.errors:
            raise ExceptionGroup("errors", self.errors)
