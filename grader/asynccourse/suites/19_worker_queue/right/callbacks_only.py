"""No queue, no workers, nothing that loops: each end of a task is a callback that starts more."""

import asyncio
from collections import deque
from functools import partial


class Line:
    def __init__(self, source, fn, workers, size):
        self.source, self.fn, self.workers, self.size = source, fn, workers, size
        self.waiting = deque()
        self.calls = set()
        self.asking = None
        self.ended = False
        self.results = []
        self.over = asyncio.get_running_loop().create_future()

    def start_more(self):
        if self.over.done():
            return
        while self.waiting and len(self.calls) < self.workers:
            number, item = self.waiting.popleft()
            call = asyncio.ensure_future(self.fn(item))
            self.calls.add(call)
            call.add_done_callback(partial(self.called, number))
        if self.asking is None and not self.ended and len(self.waiting) < self.size:
            self.asking = asyncio.ensure_future(anext(self.source))
            self.asking.add_done_callback(self.answered)
        if self.ended and not self.calls and not self.waiting:
            self.over.set_result(self.results)

    def failed(self, task):
        if not task.cancelled() and task.exception() and not self.over.done():
            self.over.set_exception(task.exception())
        return task.cancelled() or self.over.done()

    def answered(self, task):
        self.asking = None
        if not task.cancelled() and isinstance(task.exception(), StopAsyncIteration):
            self.ended = True
        elif not self.failed(task):
            self.waiting.append((len(self.results), task.result()))
            self.results.append(None)
        self.start_more()

    def called(self, number, task):
        self.calls.discard(task)
        if not self.failed(task):
            self.results[number] = task.result()
        self.start_more()


async def pipeline(source, fn, workers, size):
    line = Line(source, fn, workers, size)
    line.start_more()
    try:
        return await line.over
    finally:
        left = [*line.calls, *([line.asking] if line.asking else [])]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
