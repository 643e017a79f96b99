import time
from collections import deque


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock = clock
        self.wait = wait
        self.ready = deque()
        self.sleeping = []

    def spawn(self, generator):
        self.ready.append(generator)

    def sleep(self, seconds):
        yield self.clock() + seconds

    def run(self):
        errors = []
        while self.ready or self.sleeping:
            if not self.ready:
                self.wait(max(0, min(until for until, _ in self.sleeping) - self.clock()))
            for one in list(self.sleeping):
                if one[0] <= self.clock():
                    self.sleeping.remove(one)
                    self.ready.append(one[1])
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
                self.sleeping.append((until, generator))
        if errors:
            raise ExceptionGroup("errors", errors)
