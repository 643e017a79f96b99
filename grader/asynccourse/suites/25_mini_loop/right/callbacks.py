"""As asyncio does it: callbacks with call_soon and call_at, and a task that steps a generator."""

import heapq
import itertools
import time


class Task:
    def __init__(self, loop, generator):
        self.loop = loop
        self.generator = generator
        loop.call_soon(self.step)

    def step(self):
        try:
            request = self.generator.send(None)
        except StopIteration:
            return
        except Exception as error:
            self.loop.errors.append(error)
            return
        if request is None:
            self.loop.call_soon(self.step)
        else:
            request(self.step)


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock, self.wait = clock, wait
        self.ready = []
        self.scheduled = []
        self.ties = itertools.count()
        self.errors = []

    def call_soon(self, callback):
        self.ready.append(callback)

    def call_at(self, when, callback):
        heapq.heappush(self.scheduled, (when, next(self.ties), callback))

    def spawn(self, generator):
        Task(self, generator)

    def sleep(self, seconds):
        when = self.clock() + seconds
        yield lambda callback: self.call_at(when, callback)

    def run_once(self):
        timeout = 0
        if not self.ready:
            timeout = max(0, self.scheduled[0][0] - self.clock())
        self.wait(timeout)
        end = self.clock()
        while self.scheduled and self.scheduled[0][0] <= end:
            self.ready.append(heapq.heappop(self.scheduled)[2])
        turn, self.ready = self.ready, []
        for callback in turn:
            callback()

    def run(self):
        self.errors = []
        while self.ready or self.scheduled:
            self.run_once()
        if self.errors:
            raise ExceptionGroup("errors in tasks", self.errors)
