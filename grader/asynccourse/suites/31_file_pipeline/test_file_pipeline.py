"""Proves that `merge_logs` merges in order, while no FIFO holds the loop or another source.

Files are read in threads, so these tests run on the real clock; and what is proven is proven by
what is open and what has been written. At the other end of each FIFO is the test.
"""

from __future__ import annotations

import asyncio
import heapq
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, RemoteObject, Submission
from asynccourse.judge.witness import Witness
from asynccourse.verdicts.refusal import Refusal

pytestmark = pytest.mark.real_clock

TICK = 0.01
"""Seconds between two looks at a file."""

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

HAS_FULL = Path("/dev/full").exists()
"""Whether there is a file whose disk is always full."""

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
        f"{time(at)} {count - place:05} source {source} {word} ä\n"
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
                self._end = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                return False
        return True

    @property
    def has_reader(self) -> bool:
        """Whether somebody has it open for reading."""
        try:
            os.close(os.open(self.path, os.O_WRONLY | os.O_NONBLOCK))
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


@pytest.fixture
def fifo(folder: Path) -> Iterator[Callable[[], Fifo]]:
    """The maker of FIFOs."""
    made: list[Fifo] = []

    def make() -> Fifo:
        made.append(Fifo(folder / f"fifo-{len(made)}"))
        return made[-1]

    yield make
    for one in made:
        one.end()


def files(folder: Path, logs: list[list[str]]) -> list[str]:
    """Write logs into files and return their paths."""
    paths = []
    for number, lines in enumerate(logs):
        path = folder / f"{number}.log"
        path.write_text("".join(lines), encoding="utf-8")
        paths.append(str(path))
    return paths


def unend(path: str) -> None:
    """Take the last newline off a file."""
    file = Path(path)
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")


def content(out: Path) -> str:
    """Return what is in `out`; nothing if there is no such file."""
    try:
        return out.read_text(encoding="utf-8", errors="backslashreplace")
    except FileNotFoundError:
        return ""


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


Merge = Callable[[list[str], Path], Scene]
"""Starts a call."""


@pytest.fixture
def merge(submission: Submission, driver: RemoteObject, witness: Witness) -> Merge:
    """The starter of calls."""
    return lambda paths, out: Scene(submission.merge_logs(paths, str(out)).start(), driver, witness)


@pytest.mark.points(2)
async def test_in_order(merge: Merge, folder: Path, rng: Random) -> None:
    """The lines of several files are merged in the order of their times, then of the paths."""
    logs = [log(rng, source, rng.randrange(10, 30), 40) for source in range(5)]
    logs.insert(rng.randrange(6), [])
    paths, out = files(folder, logs), folder / "merged"
    unend(rng.choice([path for path, lines in zip(paths, logs, strict=True) if lines]))
    out.write_text("what was there before\n" * 1000)
    await merge(paths, out).returns()
    compare(out, merged(logs))


@pytest.mark.points(2)
async def test_not_ready(merge: Merge, folder: Path, fifo: Callable[[], Fifo], rng: Random) -> None:
    """A FIFO that isn't ready holds neither the loop nor another source."""
    for run in range(2):
        logs = [log(rng, source, 5, 20) for source in range(3)]
        fifos = [fifo(), fifo()]
        paths, out = files(folder, logs), folder / f"merged-{run}"
        paths[0], paths[2] = fifos[0].path, fifos[1].path
        # The writer of one of them comes last: now that of the first path, then that of the last.
        late, early = (0, 1) if run == 0 else (1, 0)
        scene = merge(paths, out)
        what = "one FIFO had no writer yet, and of the others"
        await scene.all_opened([fifos[early]], TOGETHER, what)
        await scene.all_opened([fifos[late]], TOGETHER, "of the FIFOs that had their writer")
        await scene.witness.idle()
        for place in (early, late):
            fifos[place].write(logs[2 * place])
            fifos[place].end()
        await scene.returns()
        compare(out, merged(logs))


@pytest.mark.points(2)
async def test_held_back(
    merge: Merge,
    folder: Path,
    fifo: Callable[[], Fifo],
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """While one source keeps silent, the others are read ahead by a little and no more."""
    fifos, out = [fifo(), fifo()], folder / "merged"
    size, most, ahead = (int(numbers[name]) for name in ("line", "most", "ahead"))
    word = f"{rng.randrange(10**6)} "
    lines = [f"{time(at)} {word * (size // len(word) - 3)}\n" for at in range(most // size)]
    scene = merge([one.path for one in fifos], out)
    await scene.all_opened(fifos, TOGETHER, "of the FIFOs")
    eager, silent = rng.sample(fifos, 2)
    sent = await pressed(eager, lines)
    written = sent * len(lines[0])
    expect.true(
        written <= ahead + PIPE,
        "unbounded",
        f"one FIFO was silent, and of the other {written / 2**20:.1f} MiB were read, though not "
        "one of its lines could be written yet",
        cure=ROOM,
    )
    last = log(rng, 1, 1, 1)
    silent.write(last)
    silent.end()
    eager.end()
    await scene.returns()
    logs = [lines[:sent], last] if eager is fifos[0] else [last, lines[:sent]]
    compare(out, merged(logs))


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


@pytest.mark.points(2)
async def test_as_soon_as_certain(
    merge: Merge, folder: Path, fifo: Callable[[], Fifo], rng: Random
) -> None:
    """A line is in `out` as soon as its turn has come, while more are still to come."""
    logs = [log(rng, source, 6, 12) for source in range(3)]
    fifos, out = [fifo() for _ in logs], folder / "merged"
    scene = merge([one.path for one in fifos], out)
    await scene.all_opened(fifos, TOGETHER, "of the FIFOs")
    sent: list[list[str]] = [[] for _ in logs]
    steps = [place for place, lines in enumerate(logs) for _ in range(len(lines) + 1)]
    rng.shuffle(steps)
    for place in steps:
        if len(sent[place]) < len(logs[place]):
            sent[place].append(logs[place][len(sent[place])])
            fifos[place].write(sent[place][-1:])
        else:
            sent[place].append("")
            fifos[place].end()
        await scene.written(out, certain(sent))
    await scene.returns()
    compare(out, merged(logs))


def certain(sent: list[list[str]]) -> str:
    """Return what may be written when so much has been sent of each source; "" is an end."""
    rest, ready = [list(lines) for lines in sent], ""
    while all(rest) and any(lines[0] for lines in rest):
        first = min((lines for lines in rest if lines[0]), key=lambda lines: lines[0][:TIME])
        ready += first.pop(0)
    return ready


@pytest.mark.points(1)
async def test_many_not_ready(
    merge: Merge,
    folder: Path,
    fifo: Callable[[], Fifo],
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Forty FIFOs that aren't ready are waited for together."""
    logs = [log(rng, source, 2, 50) for source in range(int(numbers["fifos"]))]
    fifos, out = [fifo() for _ in logs], folder / "merged"
    scene = merge([one.path for one in fifos], out)
    # Their writers come late: first that of the last path, then that of the first.
    for early in (fifos[-1:], fifos[:1], fifos):
        what = f"{len(fifos)} FIFOs had no writer yet; of those whose writer had come,"
        await scene.all_opened(early, OWN_POOL, what)
    for one, lines in rng.sample(list(zip(fifos, logs, strict=True)), len(fifos)):
        one.write(lines[:1])
    await scene.written(out, certain([lines[:1] for lines in logs]))
    for one, lines in rng.sample(list(zip(fifos, logs, strict=True)), len(fifos)):
        one.write(lines[1:])
        one.end()
    await scene.returns()
    compare(out, merged(logs))


@pytest.mark.points(1)
async def test_no_lines(merge: Merge, folder: Path, rng: Random) -> None:
    """Without sources, and with empty ones, `out` is an empty file."""
    for count in (0, rng.randrange(1, 4)):
        out = folder / f"merged-{count}"
        await merge(files(folder, [[]] * count), out).returns()
        compare(out, "", f"out, of {count} empty sources,")


@pytest.mark.points(1)
async def test_errors(
    submission: Submission, driver: RemoteObject, folder: Path, rng: Random
) -> None:
    """A file that can't be opened or written raises the system's own error."""
    await driver.plain("forgive_dropped_files")
    logs = [log(rng, source, 5, 20) for source in range(3)]
    paths, out = files(folder, logs), str(folder / "merged")
    missing = list(paths)
    missing[rng.randrange(3)] = str(folder / f"none-{rng.randrange(1000)}.log")
    scenes = [
        ("one of three sources doesn't exist", missing, out, "FileNotFoundError"),
        ("the folder of out doesn't exist", paths, str(folder / "none" / "x"), "FileNotFoundError"),
    ]
    if HAS_FULL:
        scenes.append(("the disk of out is full", paths, "/dev/full", "OSError"))
    for scene, sources, target, kind in scenes:
        await raises(submission, sources, target, kind, scene)
        if left := await driver.call("tasks_left"):
            expect.refuse(
                "leaked_task", f"{scene}: merge_logs had raised, and {left[0]}() still ran"
            )
        await all_closed(driver, folder, f"{scene}: merge_logs had raised")


async def raises(submission: Submission, paths: list[str], out: str, kind: str, scene: str) -> None:
    """Refuse unless `merge_logs` raises errors of this kind, or a group of nothing else."""
    try:
        await submission.merge_logs(paths, out)
    except RemoteError as error:
        if error.kind == "NotImplementedError":
            raise
        expect.true(
            all(kind in leaf.bases for leaf in expect.leaves(error.error)),
            "wrong_exception",
            f"{scene}: merge_logs raised {expect.shown_error(error)}, not the system's {kind}",
            line=error.line,
        )
        return
    expect.refuse("wrong_exception", f"{scene}, and merge_logs raised nothing")


async def all_closed(driver: RemoteObject, folder: Path, ended: str) -> None:
    """Refuse unless every file in the folder gets closed: a thread may still be about it."""
    for _ in range(round(PATIENCE / TICK)):
        left = await driver.plain("open_files", str(folder))
        if not left:
            return
        await asyncio.sleep(TICK)
    expect.refuse("resource_leak", f"{ended}, and {', '.join(left)} stayed open")


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    merge: Merge,
    driver: RemoteObject,
    folder: Path,
    fifo: Callable[[], Fifo],
    rng: Random,
) -> None:
    """When the caller is cancelled, `merge_logs` ends and all files are closed."""
    await driver.plain("forgive_dropped_files")
    logs = [log(rng, source, 5, 20) for source in range(2)]
    fifos = [fifo(), fifo()]
    paths = [*files(folder, logs), *(one.path for one in fifos)]
    rng.shuffle(paths)
    scene = merge(paths, folder / "merged")
    # One is open and silent; the other has no writer yet.
    await scene.all_opened(fifos[:1], TOGETHER, "of the FIFOs that had their writer")
    await scene.witness.idle()
    await scene.cancel()
    # The loop must be free; but a thread that waits for a FIFO can't be stopped.
    await scene.witness.idle()
    for one in fifos:
        one.write(["12:59:59.999 the last one\n"] if one.opened else [])
        one.end()
    expect.cancelled(await scene.call.outcome(), "merge_logs")
    for _ in range(round(PATIENCE / TICK)):
        if not any(one.has_reader for one in fifos):
            break
        await asyncio.sleep(TICK)
    await all_closed(driver, folder, "merge_logs had been cancelled, all writers had ended")
