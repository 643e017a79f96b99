"""One heap for all: who is ready is due now."""

import time
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any


@dataclass(order=True)
class Entry:
    when: float
    number: int
    generator: Any = field(compare=False)


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        self.clock = clock
        self.wait = wait
        self.entries = []
        self.number = 0

    def push(self, when, generator):
        self.number += 1
        heappush(self.entries, Entry(when, self.number, generator))

    def spawn(self, generator):
        self.push(self.clock(), generator)

    def sleep(self, seconds):
        yield self.clock() + seconds

    def run(self):
        failed = []
        while self.entries:
            entry = heappop(self.entries)
            delay = entry.when - self.clock()
            if delay > 0:
                self.wait(delay)
            try:
                when = next(entry.generator)
            except StopIteration:
                continue
            except Exception as error:
                failed.append(error)
                continue
            self.push(self.clock() if when is None else when, entry.generator)
        if len(failed) == 1:
            raise failed[0]
        if failed:
            raise BaseExceptionGroup("failed", failed)
