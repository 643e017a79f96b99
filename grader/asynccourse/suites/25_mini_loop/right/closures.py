"""Functions within functions: the loop's three methods are closures that a factory has made."""

import heapq
import time
from collections import deque
from itertools import count


def make_step(ready, asleep, errors):
    number = count()

    def step(generator):
        try:
            match generator.send(None):
                case (until, "sleep"):
                    heapq.heappush(asleep, (until, next(number), generator))
                case _:
                    ready.append(generator)
        except StopIteration:
            pass
        except Exception as error:
            errors.append(error)

    return step


def make_wake(ready, asleep, clock, wait):
    def wake():
        if not ready and (delay := asleep[0][0] - clock()) > 0:
            wait(delay)
        while asleep and asleep[0][0] <= clock():
            ready.append(heapq.heappop(asleep)[2])

    return wake


def make_run(ready, asleep, clock, wait):
    def run():
        errors = []
        step = make_step(ready, asleep, errors)
        wake = make_wake(ready, asleep, clock, wait)
        while ready or asleep:
            wake()
            for generator in [ready.popleft() for _ in range(len(ready))]:
                step(generator)
        if errors:
            raise ExceptionGroup("errors", errors)

    return run


class MiniLoop:
    def __init__(self, clock=time.monotonic, wait=time.sleep):
        ready, asleep = deque(), []

        def sleep(seconds):
            yield clock() + seconds, "sleep"

        self.spawn = ready.append
        self.sleep = sleep
        self.run = make_run(ready, asleep, clock, wait)
