"""`sleep` gives an object that can be iterated once; sleepers are a list, sorted when needed."""

import time
from collections import deque


class Sleep:
    def __init__(self, until):
        self.until = until

    def __iter__(self):
        yield self


class MiniLoop:
    def __init__(self, *, clock=time.monotonic, wait=time.sleep):
        self.clock = clock
        self.wait = wait
        self.ready = deque()
        self.asleep = []

    def spawn(self, generator):
        self.ready.append(generator)

    def sleep(self, seconds):
        return Sleep(self.clock() + seconds)

    def run(self):
        errors = []
        while True:
            self.asleep.sort(key=lambda pair: pair[0])
            now = self.clock()
            due = [pair for pair in self.asleep if pair[0] <= now]
            self.asleep = self.asleep[len(due) :]
            self.ready.extend(generator for _, generator in due)
            if not self.ready and not self.asleep:
                break
            if not self.ready:
                self.wait(self.asleep[0][0] - now)
                continue
            generator = self.ready.popleft()
            try:
                for said in generator:
                    if isinstance(said, Sleep):
                        self.asleep.append((said.until, generator))
                    else:
                        self.ready.append(generator)
                    break
            except Exception as error:
                errors.append(error)
        if errors:
            raise ExceptionGroup(f"{len(errors)} failed", errors)
