"""Who is spawned by one that runs is put before those that wait for their turn."""

import heapq
import itertools
import time
from collections import deque


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock = clock
        self.wait = wait
        self.ready = deque()
        self.new = []
        self.sleeping = []
        self.numbers = itertools.count()

    def spawn(self, generator):
        self.new.append(generator)

    def sleep(self, seconds):
        yield self.clock() + seconds

    def run(self):
        errors = []
        while self.new or self.ready or self.sleeping:
            self.ready.extendleft(reversed(self.new))
            self.new.clear()
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
                errors.append(error)
                continue
            if until is None:
                self.ready.append(generator)
            else:
                heapq.heappush(self.sleeping, (until, next(self.numbers), generator))
        if errors:
            raise ExceptionGroup("errors", errors)
