"""Logs, FIFOs with the test at their writing ends, and what is said of a call of `merge_logs`."""

from __future__ import annotations

import asyncio
import heapq
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteObject
from asynccourse.judge.witness import Witness
from asynccourse.parts import files as parts_files
from asynccourse.verdicts.refusal import Refusal

TICK = 0.01
"""Seconds between two looks at a file."""

ROUNDS = 50
"""Looks after which somebody who wakes up by himself is no longer waited for."""

CALM = 1.0
"""Seconds in which nothing is read from a full FIFO when its reader waits for something else."""

PIPE = 65_536
"""Bytes that a pipe may hold itself."""

PATIENCE = 5.0
"""Seconds in which a file that is being closed is closed, on the busiest machine."""

OWN_POOL = (
    "Each FIFO that isn't ready holds a thread, and the loop's own pool has few. Give "
    "`aiofiles.open` an `executor=` of your own, with a thread for each source."
)

TOGETHER = "Open all sources together, each in a task of its own: one may have to wait for long."

AT_ONCE = (
    "Write a line as soon as the next line of every source is known, and `await merged.flush()` "
    "after it: until then it is in Python's buffer, and not in the file."
)

ROOM = (
    "Read a source's next line only when its last one has been taken: with a queue of its own "
    "that has room for few, `asyncio.Queue(1)`, the reader waits, and the writer with it."
)

TIME = len("12:00:00.000")
"""How much of a line its time takes."""


def time(milliseconds: int) -> str:
    """Return the time so long after noon."""
    seconds, milliseconds = divmod(milliseconds, 1000)
    return f"12:{seconds // 60:02}:{seconds % 60:02}.{milliseconds:03}"


def log(rng: Random, source: int, count: int, most: int) -> list[str]:
    """Return lines in the order of time; later ones of the same time are smaller as text."""
    times = sorted(rng.randrange(most) for _ in range(count))
    word = rng.randrange(10**6)
    return [
        f"{time(at)} {count - place:05} source {source} {word} ä{rng.choice(['', ' ', chr(9)])}\n"
        for place, at in enumerate(times)
    ]


def merged(logs: list[list[str]]) -> str:
    """Return what `out` must hold."""
    return "".join(heapq.merge(*logs, key=lambda line: line[:TIME]))


class Fifo:
    """A FIFO, with the test at its writing end."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = str(path)
        self._end = -1

    @property
    def opened(self) -> bool:
        """Whether a reader has come; then this end is open too."""
        if self._end < 0:
            try:
                self._end = parts_files.writing_end(Path(self.path))
            except OSError:
                return False
        return True

    @property
    def has_reader(self) -> bool:
        """Whether somebody has it open for reading."""
        try:
            os.close(parts_files.writing_end(Path(self.path)))
        except OSError:
            return False
        return True

    def write(self, lines: list[str]) -> bool:
        """Write lines of at most a page together; False where there is no room, or no reader."""
        data = "".join(lines).encode()
        try:
            return not data or os.write(self._end, data) == len(data)
        except (BlockingIOError, BrokenPipeError):
            return False

    def end(self) -> None:
        """Close the writing end."""
        if self._end >= 0:
            os.close(self._end)
            self._end = -1


def files(folder: Path, logs: list[list[str]]) -> list[str]:
    """Write logs into files and return their paths."""
    paths = []
    for number, lines in enumerate(logs):
        path = folder / f"{number}.log"
        parts_files.write(path, "".join(lines).encode())
        paths.append(str(path))
    return paths


def unend(path: str) -> None:
    """Take the last newline off a file."""
    data = parts_files.read(Path(path)) or b""
    parts_files.write(Path(path), data.rstrip(b"\n"))


def content(out: Path) -> str:
    """Return what is in `out`; nothing if there is no such file."""
    return (parts_files.read(out) or b"").decode("utf-8", "backslashreplace")


def compare(out: Path, wanted: str, what: str = "out") -> None:
    """Refuse unless `out` holds what it must."""
    expect.true(out.exists(), "wrong_result", f"merge_logs had returned, and {what} didn't exist")
    got, lines = content(out).splitlines(keepends=True), wanted.splitlines(keepends=True)
    if got == lines:
        return
    place = next((n for n, pair in enumerate(zip(got, lines, strict=False)) if len({*pair}) > 1), 0)
    if sorted(got) == sorted(lines):
        expect.refuse(
            "out_of_order",
            f"in {what} all {len(got)} lines are there, but line {place + 1} is "
            f"{expect.shown(got[place])}, where {expect.shown(lines[place])} comes first",
            cure="The order is that of the times; of equal times, that of the paths.",
        )
    expect.equal(got, lines, f"{what}, line by line,")


@dataclass
class Scene:
    """One call of `merge_logs`, and what the test needs to watch it."""

    call: RemoteCall
    driver: RemoteObject
    witness: Witness

    async def seen(self, condition: Callable[[], bool], refusal: Callable[[int], Refusal]) -> None:
        """Wait until something can be seen in the folder; refuse where it never will be.

        `refusal` gets the line that waits then.
        """
        ended = asyncio.ensure_future(self.call.outcome())
        found: Refusal | None = None
        try:
            while not condition():
                await asyncio.wait([ended], timeout=TICK)
                if condition():
                    return
                if ended.done():
                    outcome = ended.result()  # raises where the judge has refused
                    raise outcome.error or refusal(0)
                if found is not None:
                    raise found
                # Once more round: it may have come just before the look.
                line = await self.standstill()
                found = None if line is None else refusal(line)
        finally:
            # Two waits for one call are one too many: this one ends before the next begins.
            ended.cancel()
            await asyncio.wait([ended])

    async def standstill(self) -> int | None:
        """Return the line that waits, if nothing of the submission's goes on any more.

        That is so if the loop has nothing to do, if no timer will wake it, and if its threads have
        waited the whole time. A proof, however slow the machine is.
        """
        line, threads = first = await self.driver.plain("standstill")
        idle = await self.witness.idle()
        if idle.timer is not None or first != await self.driver.plain("standstill"):
            return None
        return line if all(state == "S" for _, state, *_ in threads) else None

    async def settled(self) -> None:
        """Wait until nothing of the submission's goes on, or for a while if it looks by itself."""
        for _ in range(ROUNDS):
            if await self.standstill() is not None:
                return
            await asyncio.sleep(TICK)

    async def all_opened(self, fifos: list[Fifo], cure: str, what: str) -> None:
        """Wait until every FIFO has a reader; refuse if some never get one."""

        def opened() -> int:
            return sum(fifo.opened for fifo in fifos)

        await self.seen(
            lambda: opened() == len(fifos),
            lambda line: Refusal(
                "sequential",
                f"{what} {opened()} of {len(fifos)} had been opened, and nothing was done about "
                "the others",
                line=line,
                cure=cure,
            ),
        )

    async def written(self, out: Path, ready: str) -> None:
        """Wait until `out` holds these lines."""

        def refusal(line: int) -> Refusal:
            got, lines = content(out).count("\n"), ready.count("\n")
            if not ready.startswith(content(out)):
                return Refusal(
                    "out_of_order",
                    f"{lines} lines could be written by then, in the order of their times, and out "
                    f"held {got}: others, or in another order",
                    cure="A line's turn comes when the next line of every source is known.",
                )
            return Refusal(
                "too_slow",
                f"out held {got} lines where the turn of {lines} had come",
                line=line,
                cure=AT_ONCE,
            )

        await self.seen(lambda: content(out) == ready, refusal)

    async def cancel(self) -> None:
        """Cancel the call, and don't wait for its end."""
        cancelling = asyncio.ensure_future(self.call.cancel())
        await asyncio.sleep(0)
        cancelling.cancel()
        await asyncio.wait([cancelling])

    async def returns(self) -> None:
        """Wait for the end of the call, which must give nothing."""
        expect.equal(await self.call, None, "merge_logs")


async def pressed(fifo: Fifo, lines: list[str]) -> int:
    """Write lines for as long as they are read; return how many were."""
    sent, calm = 0, 0.0
    while sent < len(lines) and calm < CALM:
        if fifo.write(lines[sent : sent + 1]):
            sent, calm = sent + 1, 0.0
        else:
            calm += TICK
            await asyncio.sleep(TICK)
    return sent


def certain(sent: list[list[str]]) -> str:
    """Return what may be written when so much has been sent of each source; "" is an end."""
    rest, ready = [list(lines) for lines in sent], ""
    while all(rest) and any(lines[0] for lines in rest):
        first = min((lines for lines in rest if lines[0]), key=lambda lines: lines[0][:TIME])
        ready += first.pop(0)
    return ready
