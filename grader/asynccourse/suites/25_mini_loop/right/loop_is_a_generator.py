"""The loop is a generator as well: it yields how long there is nothing to do, and `run` waits."""

import time
from operator import attrgetter


class Runner:
    def __init__(self, generator, at):
        self.generator = generator
        self.at = at


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self._clock = clock
        self._wait = wait
        self._runners = []
        self._errors = []

    def spawn(self, generator):
        self._runners.append(Runner(generator, self._clock()))

    def sleep(self, seconds):
        yield seconds

    def _turns(self):
        while self._runners:
            now = self._clock()
            due = [runner for runner in self._runners if runner.at <= now]
            for runner in sorted(due, key=attrgetter("at")):
                self._step(runner)
            if not due:
                yield min(runner.at for runner in self._runners) - now

    def _step(self, runner):
        self._runners.remove(runner)
        try:
            seconds = next(runner.generator)
        except StopIteration:
            return
        except Exception as error:
            self._errors.append(error)
            return
        runner.at = self._clock() + (seconds or 0)
        self._runners.append(runner)

    def run(self):
        for idle in self._turns():
            self._wait(idle)
        errors, self._errors = self._errors, []
        if errors:
            raise ExceptionGroup("in the end", errors)
