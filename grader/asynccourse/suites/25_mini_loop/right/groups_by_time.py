"""Sleepers in a dict by the time at which they are due; a turn takes all that are ready."""

import time
from collections import defaultdict


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock = clock
        self.wait = wait
        self.ready = []
        self.due = defaultdict(list)

    def spawn(self, generator):
        self.ready.append(generator)

    def sleep(self, seconds):
        if seconds <= 0:
            yield
            return
        yield ("until", self.clock() + seconds)

    def awake(self):
        """Return all that may run now, those that are due behind those that are ready."""
        if not self.ready and self.due:
            delay = min(self.due) - self.clock()
            if delay > 0:
                self.wait(delay)
        now = self.clock()
        for moment in sorted(moment for moment in self.due if moment <= now):
            self.ready += self.due.pop(moment)
        batch, self.ready = self.ready, []
        return batch

    def run(self):
        errors = []
        while batch := self.awake():
            for generator in batch:
                try:
                    word = generator.send(None)
                except StopIteration:
                    pass
                except Exception as error:
                    errors.append(error)
                else:
                    match word:
                        case ("until", moment):
                            self.due[moment].append(generator)
                        case _:
                            self.ready.append(generator)
        if errors:
            raise ExceptionGroup("generators failed", errors)
