"""Proves that `run_command` leaves the loop free, loses nothing, and leaves no process behind.

The programs are real, so these tests run on the real clock. What is proven is proven by events: a
program waits at a FIFO of the test's, which shows that it lives and holds it where it is.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeAlias

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import RemoteCall, RemoteError, RemoteObject, Submission
from asynccourse.judge.witness import Witness
from asynccourse.parts import files
from asynccourse.verdicts.refusal import Refusal

if TYPE_CHECKING:
    import command_scenes as scenes
else:  # a suite's folder is found by its whole name, which no import statement can spell
    scenes = importlib.import_module("asynccourse.suites.35_run_command.command_scenes")

pytestmark = pytest.mark.real_clock

DAY = 86_400.0
"""A deadline, in seconds, that never comes; also not for who takes it for milliseconds."""

A_WHILE = 1.0
"""Seconds in which whoever looks now and then whether a program has ended has looked."""


Program: TypeAlias = "tuple[RemoteCall, scenes.Lifeline, object]"
"""The run of a program, what holds the program, and what it is to give."""


@pytest.fixture
def lifeline(folder: Path) -> Iterator[Callable[[], scenes.Lifeline]]:
    """The maker of lifelines."""
    made: list[scenes.Lifeline] = []

    def make() -> scenes.Lifeline:
        made.append(scenes.Lifeline(folder / f"line-{len(made)}"))
        return made[-1]

    yield make
    for line in made:
        line.release()


@pytest.mark.points(2)
async def test_loop_is_free(
    submission: Submission,
    driver: RemoteObject,
    witness: Witness,
    lifeline: Callable[[], scenes.Lifeline],
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Several programs run side by side, and the loop is free meanwhile."""

    async def begun(count: int) -> list[Program]:
        return await side_by_side(submission, driver, witness, lifeline, rng, count)

    programs = await begun(int(numbers["programs"]))
    for call, line, wanted in rng.sample(programs, len(programs)):
        line.release()
        scenes.unless_a_result(await call.outcome(), wanted, "run_command")
    # Of more of them it is asked only that they run: threads may be few.
    programs = await begun(int(numbers["more"]))
    for _, line, _ in programs:
        line.release()
    for call, _, wanted in programs:
        scenes.unless_a_result(await call.outcome(), wanted, "run_command")


async def side_by_side(
    submission: Submission,
    driver: RemoteObject,
    witness: Witness,
    lifeline: Callable[[], scenes.Lifeline],
    rng: Random,
    count: int,
) -> list[Program]:
    """Return so many programs that run at the same time."""
    programs: list[Program] = []
    for _ in range(count):
        word, status, line = f"word {rng.randrange(10**6)}", rng.randrange(1, 100), lifeline()
        call = submission.run_command(
            scenes.python(scenes.ECHO, line.path, word, str(status)), None
        ).start()
        programs.append((call, line, (status, f"{word}\n".encode(), b"")))
    lines = [line for _, line, _ in programs]

    async def look() -> Refusal | None:
        still = await scenes.standstill(driver, witness)
        running = sum(line.reached for line in lines)
        if still is None or still[1] != running or running == count:
            return None
        return Refusal(
            "sequential",
            f"of {count} programs that were to run side by side {running} ran, and nothing was "
            "done about the others",
            line=still[0],
            cure="Let each call start its program at once, however many of them there are.",
        )

    for call, line, wanted in programs:
        if not await scenes.reached(call, line, look=look):
            scenes.unless_a_result(await call.outcome(), wanted, "run_command")
            expect.refuse("wrong_result", "run_command returned before its program had ended")
    return programs


@pytest.mark.points(2)
async def test_full_pipes(
    driver: RemoteObject,
    witness: Witness,
    lifeline: Callable[[], scenes.Lifeline],
    rng: Random,
    numbers: dict[str, float],
) -> None:
    """Five megabytes on each of the two pipes come back whole."""
    out, err = f"{rng.randrange(10**9):010}", f"{rng.randrange(10**4):05}"
    count, status, line = int(numbers["bytes"]) // len(out), rng.randrange(1, 100), lifeline()
    argv = scenes.python(scenes.FLOOD, line.path, out, err, str(count), str(status))

    async def look() -> Refusal | None:
        # The program is looked at itself: where a shell has started it, it is no child of ours.
        still = await scenes.standstill(driver, witness, line)
        if still is None:
            return None
        return Refusal(
            "hang",
            "the program waits for somebody to read what it writes, one of its pipes is full, and "
            "run_command waits for something else",
            line=still[0],
            cure="Read both pipes together, as `communicate()` does, while the program runs.",
        )

    call = driver.call("run", argv, None).start()
    if await scenes.reached(call, line):
        line.release()
        await scenes.until(call, lambda: False, look)
    got = await call
    if isinstance(got, tuple) and len(got) == 3 and got[1:] != (b"", b""):
        for name, mine, written in (
            ("standard output", got[1], out.encode() * count),
            ("standard error", got[2], err.encode() * count * 2),
        ):
            whole = mine == written
            size = f"{len(mine):,} bytes" if isinstance(mine, bytes) else type(mine).__name__
            expect.true(
                whole,
                "wrong_result",
                f"the program wrote {len(written):,} bytes to its {name}; run_command gave "
                + ("others" if size.startswith(f"{len(written):,} ") else size),
            )
        got = (got[0], b"", b"")
    expect.equal(got, (status, b"", b""), "run_command, outputs left out,")


@pytest.mark.points(2)
async def test_results(driver: RemoteObject, folder: Path, rng: Random) -> None:
    """Status, outputs and arguments are what they are; a status other than 0 is no error."""
    args = ["two  words", "", "\"quoted'", "$HOME", "; echo x", "*", f"n{rng.randrange(10**6)}"]
    rng.shuffle(args)
    wanted = (0, repr(args).encode() + bytes([0, 255]), b"")
    got = await driver.call("run", scenes.python(scenes.REPORT, *args), DAY)
    expect.equal(got, wanted, "run_command, of a program that writes its arguments,")
    await scenes.pipes_closed(driver, "run_command")
    name, value = f"NAME_{rng.randrange(1000)}", f"value {rng.randrange(10**6)}"
    argv = scenes.python(scenes.SURROUNDINGS, name)
    got = await driver.call("run_there", str(folder), name, value, argv)
    wanted = (0, surroundings(folder, value), b"")
    what = f"run_command, of a program that writes its working folder and ${name},"
    expect.equal(got, wanted, what)
    status = rng.randrange(1, 100)
    got = await driver.call("run", scenes.python(f"raise SystemExit({status})"), DAY)
    expect.equal(got, (status, b"", b""), f"run_command, of a silent program with status {status},")
    number = rng.choice([9, 10, 15])
    got = await driver.call("run", scenes.python(f"import os; os.kill(os.getpid(), {number})"), DAY)
    expect.equal(got, (-number, b"", b""), f"run_command, of a program ended by signal {number},")


def surroundings(folder: Path, value: str) -> bytes:
    """Return what a program writes of its own, where they are these."""
    return f"{[str(folder.resolve()), value]}\n".encode()


@pytest.mark.points(1)
async def test_cannot_start(driver: RemoteObject, folder: Path, rng: Random) -> None:
    """If the program can't be started, the system's own error says so."""
    plain = folder / "text"
    files.write(plain, b"no program\n")
    for path, kind in (
        (str(folder / f"none-{rng.randrange(1000)}"), "FileNotFoundError"),
        (str(plain), "PermissionError"),
    ):
        try:
            got = await driver.call("run", [path], DAY)
        except RemoteError as error:
            if not error.is_a(kind):
                expect.refuse(
                    "wrong_exception",
                    f"a program that can't be started: run_command raised "
                    f"{expect.shown_error(error)}, not the system's {kind}",
                    line=error.line,
                )
        else:
            expect.refuse(
                "wrong_exception",
                f"a program that can't be started, and run_command raised no {kind}; it gave "
                f"{expect.shown(got)}",
            )
        await scenes.all_gone(driver, f"run_command had raised {kind}", {})


@pytest.mark.points(1)
async def test_late_words(
    driver: RemoteObject,
    witness: Witness,
    lifeline: Callable[[], scenes.Lifeline],
    folder: Path,
    rng: Random,
) -> None:
    """The run goes on until both outputs have ended, and until the program itself has ended."""
    program, helper, word = lifeline(), lifeline(), f"late {rng.randrange(10**6)}"
    echo = scenes.python(scenes.ECHO, helper.path, word, "0")
    argv = scenes.python(scenes.PARENT, program.path, str(folder / "ended"), *echo)
    call = driver.call("run", argv, None).start()
    if await scenes.reached(call, program, helper):
        program.release()
        if await scenes.ended(call, driver, program):
            # Whoever waits for the program alone returns now; who asks for it, does so soon.
            if await scenes.standstill(driver, witness, helper) is None:
                await driver.call("pause", A_WHILE)
            helper.release()
    wanted = (scenes.LEFT, f"{word}\n".encode(), b"")
    what = "run_command, of a program whose helper writes when the program has ended,"
    scenes.unless_a_result(await call.outcome(), wanted, what)
    await silent_to_the_end(driver, witness, lifeline())


async def silent_to_the_end(driver: RemoteObject, witness: Witness, line: scenes.Lifeline) -> None:
    """Refuse unless the end of a program that has closed both outputs is waited for."""
    call = driver.call("run", scenes.python(scenes.CLOSES, line.path), None).start()
    if await scenes.reached(call, line) and await scenes.turned(call, witness):
        # Whoever waits for the outputs alone returns now; who gives it a moment, does so soon.
        if await scenes.standstill(driver, witness, line) is None:
            await driver.call("pause", A_WHILE)
            await witness.idle()  # what came of its timers has been done
        line.release()
    wanted = (scenes.LEFT, b"", b"")
    what = "run_command, of a program that closes both outputs and then runs on for a while,"
    scenes.unless_a_result(await call.outcome(), wanted, what, cure=scenes.NOT_ENDED)


@pytest.mark.points(2)
async def test_killed_and_reaped(
    driver: RemoteObject,
    witness: Witness,
    lifeline: Callable[[], scenes.Lifeline],
    numbers: dict[str, float],
) -> None:
    """At the deadline the program is killed and waited for, even if it ignores SIGTERM."""
    for scene in (
        scenes.Scene("a program that doesn't end", scenes.WAITS + "wait_at(sys.argv[1])"),
        scenes.Scene("a program that ignores SIGTERM", scenes.STUBBORN),
        scenes.Scene("a program that has closed its outputs", scenes.CLOSES, cure=scenes.NOT_ENDED),
    ):
        outcome, lines = await scenes.at_deadline(
            driver, witness, lifeline, scenes.deadlines(numbers), scene
        )
        scenes.timed_out(outcome, scene.what)
        await scenes.all_gone(driver, f"{scene.what}: run_command had raised TimeoutError", lines)
    what, line = "a program that doesn't end, with a deadline of 0 s", lifeline()
    call = driver.call("run", scenes.python(scenes.STUBBORN, line.path), 0.0).start()
    outcome = await scenes.over(
        call, driver, witness, {scenes.PROGRAM: line}, f"{what}, was to be killed"
    )
    scenes.timed_out(outcome, what)
    begun = {scenes.PROGRAM: line} if line.reached else {}
    await scenes.all_gone(driver, f"{what}: run_command had raised TimeoutError", begun)


@pytest.mark.points(1)
async def test_helpers_killed(
    driver: RemoteObject,
    witness: Witness,
    lifeline: Callable[[], scenes.Lifeline],
    folder: Path,
    numbers: dict[str, float],
) -> None:
    """What the program has started is killed with it, even if the program itself has ended."""

    times = scenes.deadlines(numbers)
    scene = scenes.Scene("a program that has started a helper", scenes.PARENT, helper=True)
    outcome, lines = await scenes.at_deadline(driver, witness, lifeline, times, scene)
    scenes.timed_out(outcome, scene.what)
    await scenes.all_gone(driver, f"{scene.what}: run_command had raised TimeoutError", lines)

    what = "a program that has ended, and left a helper that holds its outputs"
    scene = scenes.Scene(what, scenes.PARENT, helper=True, ends=folder / "ended")
    outcome, lines = await scenes.at_deadline(driver, witness, lifeline, times[1:], scene)
    # Who looks at the program alone, and not at its outputs, knows its end before the deadline.
    said = "returned"
    if outcome.value != (scenes.LEFT, b"", b""):
        said = "raised TimeoutError"
        scenes.timed_out(outcome, what)
    await scenes.all_gone(driver, f"{what}: run_command had {said}", lines, strict=False)


@pytest.mark.points(2)
async def test_cancelled_from_outside(
    driver: RemoteObject, witness: Witness, lifeline: Callable[[], scenes.Lifeline], rng: Random
) -> None:
    """When the caller is cancelled, the program and its helpers are killed and waited for."""
    program, helper = lifeline(), lifeline()
    lines = {scenes.PROGRAM: program, scenes.HELPER: helper}
    argv = scenes.python(
        scenes.PARENT, program.path, "", *scenes.python(scenes.STUBBORN, helper.path)
    )
    call = driver.call("run", argv, rng.choice([DAY, None])).start()
    if await scenes.reached(call, program, helper):
        cancelling = asyncio.ensure_future(call.cancel())
        await asyncio.sleep(0)
        cancelling.cancel()
        await asyncio.wait([cancelling])
        why = "it was cancelled, and its program was to be killed"
        expect.cancelled(await scenes.over(call, driver, witness, lines, why), "run_command")
    else:
        scenes.unless_a_result(
            await call.outcome(), None, "run_command, of a program that still ran,"
        )
    await scenes.all_gone(driver, "run_command had been cancelled", lines)
