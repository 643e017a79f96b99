"""Proves that `merge_logs` merges in order, while no FIFO holds the loop or another source.

Files are read in threads, so these tests run on the real clock; and what is proven is proven by
what is open and what has been written. At the other end of each FIFO is the test.
"""

from __future__ import annotations

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
    scenes.repeat(rng, logs)
    logs.insert(rng.randrange(6), [])
    last = rng.choice([place for place, lines in enumerate(logs) if lines])
    shown = [scenes.unended(lines) if n == last else lines for n, lines in enumerate(logs)]
    paths, out = scenes.files(folder, shown), folder / "merged"
    files.write(out, b"what was there before\n" * 1000)
    scene = merge(paths, out)
    await scene.returns()
    scenes.compare(out, scenes.merged(logs))
    await scene.all_closed(folder, "merge_logs had returned")


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
            fifos[place].write(scenes.unended(logs[2 * place]))
            fifos[place].end()
        await scene.returns()
        scenes.compare(out, scenes.merged(logs))
        await scene.all_closed(folder, "merge_logs had returned")


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
    # Lines of one page at most, which a pipe takes whole or not at all; none is as early as that
    # of the silent source.
    text = f"{rng.randrange(10**6):06} " * (size // 7 - 3)
    lines = [f"{scenes.time(at)} {text}\n" for at in range(1, most // size + 1)]
    scene = merge([one.path for one in fifos], out)
    await scene.all_opened(fifos, scenes.TOGETHER, "of the FIFOs")
    eager, silent = rng.sample(fifos, 2)
    sent = await scene.pressed(eager, lines)
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
    """A line is in `out` as soon as its turn has come, and all of it, while more are to come."""
    logs = [scenes.log(rng, source, 6, 12) for source in range(3)]
    fifos, out = [fifo() for _ in logs], folder / "merged"
    scene = merge([one.path for one in fifos], out)
    await scene.all_opened(fifos, scenes.TOGETHER, "of the FIFOs")
    sent: list[list[str]] = [[] for _ in logs]
    steps = [place for place, lines in enumerate(logs) for _ in range(len(lines) + 1)]
    rng.shuffle(steps)
    for place in steps:
        number = len(sent[place])
        if number < len(logs[place]):
            line = logs[place][number]
            data = line.encode()
            # The first line of each comes in two parts: it is wanted, so the first part is read.
            # One of them is cut inside a letter.
            cut = data.index("ä".encode()) + 1 if place == 0 else rng.randrange(1, len(data))
            if number == 0:
                fifos[place].send(data[:cut])
                await scene.settled()
                data = data[cut:]
            fifos[place].send(data)
            sent[place].append(line)
        else:
            sent[place].append("")
            fifos[place].end()
        await scene.written(out, sent, logs)
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
    await scene.written(out, [lines[:1] for lines in logs], logs)
    await scene.witness.loop_turned()
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
async def test_errors(merge: Merge, driver: RemoteObject, folder: Path, rng: Random) -> None:
    """A file that can't be opened or written raises the system's own error; nothing is left."""
    await driver.plain("forgive_dropped_files")
    logs = [scenes.log(rng, source, 5, 20) for source in range(3)]
    paths, out = scenes.files(folder, logs), folder / "merged"
    missing = list(paths)
    missing[rng.randrange(3)] = str(folder / f"none-{rng.randrange(1000)}.log")
    below = list(paths)  # who looks first whether there is such a file may say that there is none
    below[rng.randrange(3)] += "/x"
    cases = [
        ("one of three sources doesn't exist", missing, out, "FileNotFoundError"),
        ("one of three sources is said to be inside a file", below, out, "OSError"),
        ("the folder of out doesn't exist", paths, folder / "none" / "x", "FileNotFoundError"),
    ]
    if HAS_FULL:
        cases.append(("the disk of out is full", paths, Path("/dev/full"), "OSError"))
    for what, sources, target, kind in cases:
        scene = merge(sources, target)
        await raises(scene, kind, what)
        await scene.settled()  # what ends by itself has ended then, however slow its threads are
        if left := await driver.call("tasks_left"):
            expect.refuse(
                "leaked_task", f"{what}: merge_logs had raised, and {left[0]}() still ran"
            )
        await scene.all_closed(folder, f"{what}: merge_logs had raised")


async def raises(scene: scenes.Scene, kind: str, what: str) -> None:
    """Refuse unless `merge_logs` raises errors of this kind, or a group of nothing else."""
    try:
        await scene.call
    except RemoteError as error:
        if error.kind == "NotImplementedError":
            raise
        expect.true(
            all(kind in leaf.bases for leaf in expect.leaves(error.error)),
            "wrong_exception",
            f"{what}: merge_logs raised {expect.shown_error(error)}, not the system's {kind}",
            line=error.line,
        )
        return
    expect.refuse("wrong_exception", f"{what}, and merge_logs raised nothing")


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
    # One is open and silent; the other, which comes first, has no writer yet.
    paths = [fifos[1].path, fifos[0].path]
    for path in scenes.files(folder, logs):
        paths.insert(rng.randrange(len(paths) + 1), path)
    scene = merge(paths, folder / "merged")
    await scene.all_opened(fifos[:1], scenes.TOGETHER, "of the FIFOs that had their writer")
    await scene.settled()
    await scene.cancel()
    # The loop must be free; but a thread that waits for a FIFO can't be stopped.
    await scene.witness.idle()
    for one in fifos:
        one.write(["12:59:59.999 the last one\n"] if one.opened else [])
        one.end()
        # The loop must be free, too, when one is over and a thread still waits for the other.
        await scene.settled()
    expect.cancelled(await scene.call.outcome(), "merge_logs")
    await scene.all_closed(folder, "merge_logs had been cancelled, all writers had ended")
