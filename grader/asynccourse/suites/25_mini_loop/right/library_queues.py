"""A queue and a priority queue of the standard library; ends by an empty queue's exception."""

import itertools
import time
from queue import Empty, PriorityQueue, SimpleQueue


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock = clock
        self.wait = wait
        self.ready = SimpleQueue()
        self.asleep = PriorityQueue()
        self.order = itertools.count()

    def spawn(self, generator):
        self.ready.put(generator)

    def sleep(self, seconds):
        yield self.clock() + max(seconds, 0)

    def runnable(self):
        """Yield whoever may run next, until nobody is left."""
        while True:
            while self.asleep.queue and self.asleep.queue[0][0] <= self.clock():
                self.ready.put(self.asleep.get_nowait()[-1])
            try:
                yield self.ready.get_nowait()
            except Empty:
                if not self.asleep.queue:
                    return
                until, _, generator = self.asleep.get_nowait()
                self.wait(max(until - self.clock(), 0))
                self.ready.put(generator)

    def run(self):
        errors = []
        for generator in self.runnable():
            try:
                until = next(generator)
                if until is None:
                    self.ready.put(generator)
                else:
                    self.asleep.put((until, next(self.order), generator))
            except StopIteration:
                continue
            except Exception as error:
                errors.append(error)
        if errors:
            raise ExceptionGroup("run", errors)
