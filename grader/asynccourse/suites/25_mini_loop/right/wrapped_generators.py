"""Each generator runs inside one of the loop's own, which keeps its error; the loop sees none."""

import time
from collections import deque


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock = clock
        self.wait = wait
        self.turn = deque()
        self.asleep = {}
        self.errors = []

    def spawn(self, generator):
        self.turn.append(self.guarded(generator))

    def guarded(self, generator):
        try:
            yield from generator
        except Exception as error:
            self.errors.append(error)

    def sleep(self, seconds):
        moment = self.clock() + seconds
        yield lambda runner: self.asleep.setdefault(runner, moment)

    def wake(self):
        if not self.turn and self.asleep:
            self.wait(max(0, min(self.asleep.values()) - self.clock()))
        now = self.clock()
        for runner in sorted(self.asleep, key=self.asleep.get):
            if self.asleep[runner] <= now:
                del self.asleep[runner]
                self.turn.append(runner)

    def run(self):
        while self.turn or self.asleep:
            self.wake()
            if not self.turn:
                continue
            runner = self.turn.popleft()
            for word in runner:
                put_away = word or self.turn.append
                put_away(runner)
                break
        if self.errors:
            errors, self.errors = self.errors, []
            raise ExceptionGroup("some generators failed", errors)
