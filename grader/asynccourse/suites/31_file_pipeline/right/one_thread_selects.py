"""One thread does it all, with `poll`; a pipe wakes it when it has to stop."""

import asyncio
import os
import select
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from heapq import merge
from pathlib import Path
from stat import S_ISREG


class Stopped(Exception):
    pass


async def merge_logs(paths: Sequence[str], out: str) -> None:
    awake, wake = os.pipe()
    work = asyncio.ensure_future(asyncio.to_thread(_work, paths, out, awake))
    try:
        await asyncio.shield(work)
    finally:
        os.close(wake)
        await asyncio.wait([work])
        os.close(awake)


def _work(paths: Sequence[str], out: str, awake: int) -> None:
    with ExitStack() as stack, Path(out).open("wb", 0) as merged:
        fds = []
        for path in paths:
            fds.append(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
            stack.callback(os.close, fds[-1])
        try:
            for line in merge(*(_lines(fd, awake) for fd in fds), key=lambda line: line[:12]):
                merged.write(line)
        except Stopped:
            pass


def _lines(fd: int, awake: int) -> Iterator[bytes]:
    rest = b""
    while data := _read(fd, awake):
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield line + b"\n"
    if rest:
        yield rest + b"\n"


def _read(fd: int, awake: int) -> bytes:
    if not S_ISREG(os.fstat(fd).st_mode):
        poll = select.poll()
        poll.register(fd, select.POLLIN)
        poll.register(awake, select.POLLHUP)
        if any(ready == awake for ready, _ in poll.poll()):
            raise Stopped
    return os.read(fd, 2**15)
