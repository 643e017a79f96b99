"""Proves that `merge_logs` merges in order, while no FIFO holds the loop or another source.

Files are read in threads, so these tests run on the real clock; and what is proven is proven by
what is open and what has been written. At the other end of each FIFO is the test.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteError, RemoteObject, Submission
from asynccourse.judge.witness import Witness
from asynccourse.parts import files

if TYPE_CHECKING:
    import log_scenes as scenes
else:  # a suite's folder is found by its whole name, which no import statement can spell
    scenes = importlib.import_module("asynccourse.suites.31_file_pipeline.log_scenes")

pytestmark = pytest.mark.real_clock

HAS_FULL = Path("/dev/full").exists()
"""Whether there is a file whose disk is always full."""


@pytest.fixture
def fifo(folder: Path) -> Iterator[Callable[[], scenes.Fifo]]:
    """The maker of FIFOs."""
    made: list[scenes.Fifo] = []

    def make() -> scenes.Fifo:
        made.append(scenes.Fifo(folder / f"fifo-{len(made)}"))
        return made[-1]

    yield make
    for one in made:
        one.end()


Merge = Callable[[list[str], Path], scenes.Scene]
"""Starts a call."""


@pytest.fixture
def merge(submission: Submission, driver: RemoteObject, witness: Witness) -> Merge:
    """The starter of calls."""
    return lambda paths, out: scenes.Scene(
        submission.merge_logs(paths, str(out)).start(), driver, witness
    )


@pytest.mark.points(2)
async def test_in_order(merge: Merge, folder: Path, rng: Random) -> None:
    """The lines of several files are merged in the order of their times, then of the paths."""
    logs = [scenes.log(rng, source, rng.randrange(10, 30), 40) for source in range(5)]
    logs.insert(rng.randrange(6), [])
    paths, out = scenes.files(folder, logs), folder / "merged"
    scenes.unend(rng.choice([path for path, lines in zip(paths, logs, strict=True) if lines]))
    files.write(out, b"what was there before\n" * 1000)
    await merge(paths, out).returns()
    scenes.compare(out, scenes.merged(logs))


@pytest.mark.points(2)
async def test_not_ready(
    merge: Merge, folder: Path, fifo: Callable[[], scenes.Fifo], rng: Random
) -> None:
    """A FIFO that isn't ready holds neither the loop nor another source."""
    for run in range(2):
        logs = [scenes.log(rng, source, 5, 20) for source in range(3)]
        fifos = [fifo(), fifo()]
        paths, out = scenes.files(folder, logs), folder / f"merged-{run}"
        paths[0], paths[2] = fifos[0].path, fifos[1].path
        # The writer of one of them comes last: now that of the first path, then that of the last.
        late, early = (0, 1) if run == 0 else (1, 0)
        scene = merge(paths, out)
        what = "one FIFO had no writer yet, and of the others"
        await scene.all_opened([fifos[early]], scenes.TOGETHER, what)
        await scene.all_opened([fifos[late]], scenes.TOGETHER, "of the FIFOs that had their writer")
        await scene.witness.idle()
        for place in (early, late):
            fifos[place].write(logs[2 * place])
            fifos[place].end()
        await scene.returns()
        scenes.compare(out, scenes.merged(logs))


@pytest.mark.points(2)
async def test_held_back(
    merge: Merge,
    folder: Path,
    fifo: Callable[[], scenes.Fifo],
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """While one source keeps silent, the others are read ahead by a little and no more."""
    fifos, out = [fifo(), fifo()], folder / "merged"
    size, most, ahead = (int(numbers[name]) for name in ("line", "most", "ahead"))
    word = f"{rng.randrange(10**6)} "
    lines = [f"{scenes.time(at)} {word * (size // len(word) - 3)}\n" for at in range(most // size)]
    scene = merge([one.path for one in fifos], out)
    await scene.all_opened(fifos, scenes.TOGETHER, "of the FIFOs")
    eager, silent = rng.sample(fifos, 2)
    sent = await scenes.pressed(eager, lines)
    written = sent * len(lines[0])
    expect.true(
        written <= ahead + scenes.PIPE,
        "unbounded",
        f"one FIFO was silent, and of the other {written / 2**20:.1f} MiB were read, though not "
        "one of its lines could be written yet",
        cure=scenes.ROOM,
    )
    last = scenes.log(rng, 1, 1, 1)
    silent.write(last)
    silent.end()
    eager.end()
    await scene.returns()
    logs = [lines[:sent], last] if eager is fifos[0] else [last, lines[:sent]]
    scenes.compare(out, scenes.merged(logs))


@pytest.mark.points(2)
async def test_as_soon_as_certain(
    merge: Merge, folder: Path, fifo: Callable[[], scenes.Fifo], rng: Random
) -> None:
    """A line is in `out` as soon as its turn has come, while more are still to come."""
    logs = [scenes.log(rng, source, 6, 12) for source in range(3)]
    fifos, out = [fifo() for _ in logs], folder / "merged"
    scene = merge([one.path for one in fifos], out)
    await scene.all_opened(fifos, scenes.TOGETHER, "of the FIFOs")
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
        await scene.written(out, scenes.certain(sent))
    await scene.returns()
    scenes.compare(out, scenes.merged(logs))


@pytest.mark.points(1)
async def test_many_not_ready(
    merge: Merge,
    folder: Path,
    fifo: Callable[[], scenes.Fifo],
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Forty FIFOs that aren't ready are waited for together."""
    logs = [scenes.log(rng, source, 2, 50) for source in range(int(numbers["fifos"]))]
    fifos, out = [fifo() for _ in logs], folder / "merged"
    scene = merge([one.path for one in fifos], out)
    # Their writers come late: first that of the last path, then that of the first.
    for early in (fifos[-1:], fifos[:1], fifos):
        what = f"{len(fifos)} FIFOs had no writer yet; of those whose writer had come,"
        await scene.all_opened(early, scenes.OWN_POOL, what)
    for one, lines in rng.sample(list(zip(fifos, logs, strict=True)), len(fifos)):
        one.write(lines[:1])
    await scene.written(out, scenes.certain([lines[:1] for lines in logs]))
    for one, lines in rng.sample(list(zip(fifos, logs, strict=True)), len(fifos)):
        one.write(lines[1:])
        one.end()
    await scene.returns()
    scenes.compare(out, scenes.merged(logs))


@pytest.mark.points(1)
async def test_no_lines(merge: Merge, folder: Path, rng: Random) -> None:
    """Without sources, and with empty ones, `out` is an empty file."""
    for count in (0, rng.randrange(1, 4)):
        out = folder / f"merged-{count}"
        await merge(scenes.files(folder, [[]] * count), out).returns()
        scenes.compare(out, "", f"out, of {count} empty sources,")


@pytest.mark.points(1)
async def test_errors(
    submission: Submission, driver: RemoteObject, folder: Path, rng: Random
) -> None:
    """A file that can't be opened or written raises the system's own error."""
    await driver.plain("forgive_dropped_files")
    logs = [scenes.log(rng, source, 5, 20) for source in range(3)]
    paths, out = scenes.files(folder, logs), str(folder / "merged")
    missing = list(paths)
    missing[rng.randrange(3)] = str(folder / f"none-{rng.randrange(1000)}.log")
    cases = [
        ("one of three sources doesn't exist", missing, out, "FileNotFoundError"),
        ("the folder of out doesn't exist", paths, str(folder / "none" / "x"), "FileNotFoundError"),
    ]
    if HAS_FULL:
        cases.append(("the disk of out is full", paths, "/dev/full", "OSError"))
    for scene, sources, target, kind in cases:
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
    for _ in range(round(scenes.PATIENCE / scenes.TICK)):
        left = await driver.plain("open_files", str(folder))
        if not left:
            return
        await asyncio.sleep(scenes.TICK)
    expect.refuse("resource_leak", f"{ended}, and {', '.join(left)} stayed open")


@pytest.mark.points(1)
async def test_cancelled_from_outside(
    merge: Merge,
    driver: RemoteObject,
    folder: Path,
    fifo: Callable[[], scenes.Fifo],
    rng: Random,
) -> None:
    """When the caller is cancelled, `merge_logs` ends and all files are closed."""
    await driver.plain("forgive_dropped_files")
    logs = [scenes.log(rng, source, 5, 20) for source in range(2)]
    fifos = [fifo(), fifo()]
    paths = [*scenes.files(folder, logs), *(one.path for one in fifos)]
    rng.shuffle(paths)
    scene = merge(paths, folder / "merged")
    # One is open and silent; the other has no writer yet.
    await scene.all_opened(fifos[:1], scenes.TOGETHER, "of the FIFOs that had their writer")
    await scene.witness.idle()
    await scene.cancel()
    # The loop must be free; but a thread that waits for a FIFO can't be stopped.
    await scene.witness.idle()
    for one in fifos:
        one.write(["12:59:59.999 the last one\n"] if one.opened else [])
        one.end()
        # The loop must be free, too, when one is over and a thread still waits for the other.
        await scene.settled()
    expect.cancelled(await scene.call.outcome(), "merge_logs")
    for _ in range(round(scenes.PATIENCE / scenes.TICK)):
        if not any(one.has_reader for one in fifos):
            break
        await asyncio.sleep(scenes.TICK)
    await all_closed(driver, folder, "merge_logs had been cancelled, all writers had ended")
