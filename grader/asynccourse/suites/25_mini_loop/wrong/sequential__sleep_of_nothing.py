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
        until = self.clock() + seconds
        while self.clock() < until:
            yield until

    def run(self):
        errors = []
        while self.ready or self.sleeping:
            now = self.clock()
            while self.sleeping and self.sleeping[0][0] <= now:
                self.ready.append(heapq.heappop(self.sleeping)[2])
            if not self.ready:
                self.wait(self.sleeping[0][0] - now)
                continue
            generator = self.ready.popleft()
            try:
                until = next(generator)
            except StopIteration:
                pass
            except Exception as error:
                errors.append(error)
            else:
                if until is None:
                    self.ready.append(generator)
                else:
                    heapq.heappush(self.sleeping, (until, next(self.numbers), generator))
        if errors:
            raise ExceptionGroup("errors", errors)
