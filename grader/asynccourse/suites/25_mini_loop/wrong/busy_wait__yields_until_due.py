import time
from collections import deque


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock = clock
        self.wait = wait
        self.ready = deque()

    def spawn(self, generator):
        self.ready.append(generator)

    def sleep(self, seconds):
        until = self.clock() + seconds
        yield
        while self.clock() < until:
            yield

    def run(self):
        errors = []
        while self.ready:
            generator = self.ready.popleft()
            try:
                next(generator)
            except StopIteration:
                continue
            except Exception as error:
                errors.append(error)
                continue
            self.ready.append(generator)
        if errors:
            raise ExceptionGroup("errors", errors)
