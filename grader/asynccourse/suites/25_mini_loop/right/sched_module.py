"""The standard library's scheduler, which takes a clock and a wait as well."""

import sched
import time


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.scheduler = sched.scheduler(clock, wait)
        self.errors = []

    def spawn(self, generator):
        self.scheduler.enter(0, 0, self.step, (generator,))

    def sleep(self, seconds):
        yield seconds

    def step(self, generator):
        try:
            delay = generator.send(None)
        except StopIteration:
            pass
        except Exception as error:
            self.errors.append(error)
        else:
            self.scheduler.enter(delay or 0, 0, self.step, (generator,))

    def run(self):
        self.scheduler.run()
        errors, self.errors = self.errors, []
        if errors:
            raise ExceptionGroup("some failed", errors)
