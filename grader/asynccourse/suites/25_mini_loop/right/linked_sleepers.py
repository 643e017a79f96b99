"""Sleepers hold each other by the hand, the earliest first; errors leave through an exit stack."""

import contextlib
import time


class Sleeper:
    def __init__(self, until):
        self.until = until
        self.generator = None
        self.behind = None


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock, self.wait = clock, wait
        self.ready = []
        self.first = Sleeper(float("-inf"))

    def spawn(self, generator):
        self.ready += [generator]

    def sleep(self, seconds):
        yield Sleeper(self.clock() + seconds)

    def lie_down(self, sleeper, generator):
        before = self.first
        while before.behind and before.behind.until <= sleeper.until:
            before = before.behind
        sleeper.generator = generator
        sleeper.behind, before.behind = before.behind, sleeper

    def wake(self):
        earliest = self.first.behind
        if not self.ready and earliest and earliest.until > self.clock():
            self.wait(earliest.until - self.clock())
        while self.first.behind and self.first.behind.until <= self.clock():
            self.ready.append(self.first.behind.generator)
            self.first.behind = self.first.behind.behind

    @contextlib.contextmanager
    def errors(self):
        errors = []
        yield errors
        if errors:
            raise ExceptionGroup("errors", errors)

    def run(self):
        with self.errors() as errors:
            while self.ready or self.first.behind:
                self.wake()
                for generator in self.ready[:1]:
                    del self.ready[0]
                    try:
                        word = next(generator, self)
                    except Exception as error:
                        errors.append(error)
                        continue
                    if isinstance(word, Sleeper):
                        self.lie_down(word, generator)
                    elif word is not self:
                        self.ready.append(generator)
