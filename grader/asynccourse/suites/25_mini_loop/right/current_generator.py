"""The loop knows who is running: `sleep` puts it to bed itself, and yields only to let go."""

import time
from bisect import insort
from collections import deque

ASLEEP = object()


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock = clock
        self.wait = wait
        self.ready = deque()
        self.beds = []
        self.current = None

    def spawn(self, generator):
        self.ready.append(generator)

    def sleep(self, seconds):
        insort(self.beds, (self.clock() + seconds, self.current), key=lambda bed: bed[0])
        yield ASLEEP

    def wake(self):
        while self.beds and self.beds[0][0] <= self.clock():
            self.ready.append(self.beds.pop(0)[1])

    def run(self):
        errors = []
        while self.ready or self.beds:
            self.wake()
            if not self.ready:
                self.wait(self.beds[0][0] - self.clock())
                continue
            self.current = self.ready.popleft()
            try:
                if next(self.current, ASLEEP) is not ASLEEP:
                    self.ready.append(self.current)
            except Exception as error:
                errors.append(error)
            finally:
                self.current = None
        if errors:
            raise errors[0] if len(errors) == 1 else ExceptionGroup("errors", errors)
