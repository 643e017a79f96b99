"""Logs, FIFOs with the test at their writing ends, and what is said of a call of `merge_logs`."""

from __future__ import annotations

import asyncio
import heapq
import io
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

LOOKS = 30
"""Looks that make sure of a standstill: a thread that sleeps a little and looks again has woken.

On a busy machine too: one that hasn't got its turn yet is seen as ready to run, not as waiting.
"""

CALM = 3.0
"""Seconds in which somebody who wakes up by himself reads from a full FIFO, if ever."""

Look = tuple[int, list[list[str]]]
"""The line that waits, and each thread with its state and how often it has stopped."""

PIPE = 65_536
"""Bytes that a pipe may hold itself."""

PATIENCE = 5.0
"""Seconds in which somebody who wakes up by himself has closed his files."""

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


INSIDE = "\f", "\x85", "\u2028"
"""Characters at which `str.splitlines` cuts, too, though a line of a file doesn't end there."""


def log(rng: Random, source: int, count: int, most: int) -> list[str]:
    """Return lines in the order of time; later ones of the same time are smaller as text."""
    times = sorted(rng.randrange(most) for _ in range(count))
    word = rng.randrange(10**6)
    return [
        f"{time(at)} {count - place:05} source {source} {word} {INSIDE[place % 3]}ä"
        f"{rng.choice(['', ' ', chr(9)])}\n"
        for place, at in enumerate(times)
    ]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, each with its newline, if it has one."""
    return list(io.StringIO(text))


def repeat(rng: Random, logs: list[list[str]]) -> None:
    """Let a line come twice in its source, and once more in another one."""
    source, other = rng.sample([lines for lines in logs if lines], 2)
    place = rng.randrange(len(source))
    line = source[place]
    source.insert(place, line)
    other.insert(sum(one[:TIME] <= line[:TIME] for one in other), line)


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

    def write(self, lines: list[str]) -> bool:
        """Write lines of at most a page together; False where there is no room, or no reader."""
        return self.send("".join(lines).encode())

    def send(self, data: bytes) -> bool:
        """Write so much of lines, as `write` does."""
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


def unended(lines: list[str]) -> list[str]:
    """Return lines of which the last one has no newline."""
    return [*lines[:-1], lines[-1].removesuffix("\n")]


def content(out: Path) -> str:
    """Return what is in `out`; nothing if there is no such file."""
    return (parts_files.read(out) or b"").decode("utf-8", "backslashreplace")


def compare(out: Path, wanted: str, what: str = "out") -> None:
    """Refuse unless `out` holds what it must."""
    expect.true(out.exists(), "wrong_result", f"merge_logs had returned, and {what} didn't exist")
    got, lines = lines_of(content(out)), lines_of(wanted)
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
        standstill = Standstill(self)
        try:
            while not condition():
                await asyncio.wait([ended], timeout=TICK)
                if condition():
                    return
                if ended.done():
                    outcome = ended.result()  # raises where the judge has refused
                    raise outcome.error or refusal(0)
                line = await standstill.proven()
                # It may have come just before the first look.
                if line is not None and not condition():
                    raise refusal(line)
        finally:
            # Two waits for one call are one too many: this one ends before the next begins.
            ended.cancel()
            await asyncio.wait([ended])

    async def standstill(self) -> Look | None:
        """Return what is seen of the submission, if nothing of it goes on.

        That is so if the loop has nothing to do, if no timer and no child will wake it, and if its
        threads have waited the whole time.
        """
        look: Look = await self.driver.plain("standstill")
        idle = await self.witness.idle()
        again = await self.driver.plain("standstill")
        waits = all(state == "S" for _, state, *_ in look[1])
        alone = idle.timer is None and not idle.children
        return look if alone and waits and look == again else None

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

    async def written(self, out: Path, sent: list[list[str]], logs: list[list[str]]) -> None:
        """Wait until `out` holds the lines whose turn has come when so much of the logs is sent.

        There may be more: a source can't go back behind a line that it has shown, so the turn of
        some is known earlier.
        """
        ready, whole = certain(sent), merged(logs)

        def refusal(line: int) -> Refusal:
            got, lines = content(out), ready.count("\n")
            if not whole.startswith(got):
                return misplaced(got, whole, lines)
            return Refusal(
                "too_slow",
                f"out held {got.count(chr(10))} lines where the turn of {lines} had come",
                line=line,
                cure=AT_ONCE,
            )

        def seen() -> bool:
            got = content(out)
            return got.startswith(ready) and whole.startswith(got)

        await self.seen(seen, refusal)

    async def pressed(self, fifo: Fifo, lines: list[str]) -> int:
        """Write lines for as long as they are read; return how many were."""
        sent, standstill = 0, Standstill(self)
        loop = asyncio.get_running_loop()
        until = loop.time() + CALM
        # Who never stands still, since he looks by himself or has children, gets a while.
        while sent < len(lines) and loop.time() < until:
            if fifo.write(lines[sent : sent + 1]):
                sent, standstill, until = sent + 1, Standstill(self), loop.time() + CALM
            elif await standstill.proven() is not None:
                break
            else:
                await asyncio.sleep(TICK)
        return sent

    async def cancel(self) -> None:
        """Cancel the call, and don't wait for its end."""
        cancelling = asyncio.ensure_future(self.call.cancel())
        await asyncio.sleep(0)
        cancelling.cancel()
        await asyncio.wait([cancelling])

    async def all_closed(self, folder: Path, ended: str) -> None:
        """Wait until no file in the folder is open; refuse if some stay so."""
        standstill, proven = Standstill(self), None
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while left := await self.driver.plain("open_files", str(folder)):
            if proven is not None or loop.time() > until:
                expect.refuse("resource_leak", f"{ended}, and {', '.join(left)} stayed open")
            proven = await standstill.proven()
            await asyncio.sleep(TICK)

    async def returns(self) -> None:
        """Wait for the end of the call, which must give nothing."""
        expect.equal(await self.call, None, "merge_logs")


class Standstill:
    """Looks at a scene until it is sure that nothing of the submission's goes on any more."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._before: Look | None = None
        self._same = 0

    async def proven(self) -> int | None:
        """Look once more; return the line that waits, if enough looks in a row saw the same."""
        look = await self._scene.standstill()
        self._same = self._same + 1 if look == self._before else 0
        self._before = look
        return look[0] if look is not None and self._same >= LOOKS else None


def misplaced(got: str, whole: str, lines: int) -> Refusal:
    """Return the refusal of an `out` that isn't the beginning of what it must be in the end."""
    known = set(lines_of(whole))
    for line in lines_of(got):
        if line.endswith("\n") and line not in known:
            return Refusal(
                "wrong_result",
                f"out held {expect.shown(line)}, and no source has such a line",
                cure="What is read of a FIFO may end in the middle of a line: wait for the newline."
                " Nothing else ends a line.",
            )
    return Refusal(
        "out_of_order",
        f"{lines} lines could be written by then, in the order of their times, and out held "
        f"{got.count(chr(10))}: others, or in another order",
        cure="A line's turn comes when the next line of every source is known.",
    )


def certain(sent: list[list[str]]) -> str:
    """Return what may be written when so much has been sent of each source; "" is an end."""
    rest, ready = [list(lines) for lines in sent], ""
    while all(rest) and any(lines[0] for lines in rest):
        first = min((lines for lines in rest if lines[0]), key=lambda lines: lines[0][:TIME])
        ready += first.pop(0)
    return ready
