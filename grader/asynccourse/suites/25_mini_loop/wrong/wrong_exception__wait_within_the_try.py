"""What `wait` raises is taken for the error of a generator."""

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

    def spawn(self, generator):
        self.ready.append(generator)

    def sleep(self, seconds):
        yield self.clock() + seconds

    def run(self):
        errors = []
        while self.ready or self.sleeping:
            try:
                if not self.ready:
                    self.wait(max(0, self.sleeping[0][0] - self.clock()))
                while self.sleeping and self.sleeping[0][0] <= self.clock():
                    self.ready.append(heapq.heappop(self.sleeping)[2])
                if not self.ready:
                    continue
                generator = self.ready.popleft()
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
