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
        yield seconds

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
                seconds = next(generator)
            except StopIteration:
                pass
            except Exception as error:
                errors.append(error)
            else:
                if seconds is None:
                    self.ready.append(generator)
                else:
                    entry = (now + seconds, next(self.numbers), generator)
                    heapq.heappush(self.sleeping, entry)
        if errors:
            raise ExceptionGroup("errors", errors)
