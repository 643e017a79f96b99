"""Programs that wait for the test, and what is said of a run of them."""

from __future__ import annotations

import asyncio
import os
import select
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from asynccourse.judge import expect
from asynccourse.judge.remote import Outcome, RemoteCall, RemoteObject
from asynccourse.judge.witness import Witness
from asynccourse.parts import files
from asynccourse.verdicts.refusal import Refusal

TICK = 0.01
"""Seconds between two looks at a FIFO."""

PATIENCE = 3.0
"""Seconds in which a process that was killed is gone, on the busiest machine."""

PROGRAM = "the program"
HELPER = "the helper that it had started"

LIFE = 120
"""Seconds after which a program ends whatever happens, so that none survives the test."""

WAITS = f"""
import os, signal, subprocess, sys
signal.alarm({LIFE})
def wait_at(path):
    with open(path + ".pid", "w") as note:
        note.write(str(os.getpid()))
    open(path, "rb").read()
"""

ECHO = WAITS + "wait_at(sys.argv[1]); print(sys.argv[2]); sys.exit(int(sys.argv[3]))"

STUBBORN = WAITS + "signal.signal(signal.SIGTERM, signal.SIG_IGN); wait_at(sys.argv[1])"

LEFT = 3
"""Status with which a program ends that leaves its helper behind."""

PARENT = f"""{WAITS}
helper = subprocess.Popen(sys.argv[3:])
wait_at(sys.argv[1])
open(sys.argv[2], "w").close()
os._exit({LEFT})
"""

CLOSES = f"""{WAITS}
os.close(1)
os.close(2)
wait_at(sys.argv[1])
os._exit({LEFT})
"""

FLOOD = f"""{WAITS}
out, err = sys.argv[2].encode(), sys.argv[3].encode()
count = int(sys.argv[4])
wait_at(sys.argv[1])
for pipe, data in (sys.stderr, err), (sys.stdout, out), (sys.stderr, err):
    pipe.buffer.write(data * count)
    pipe.buffer.flush()
sys.exit(int(sys.argv[5]))
"""

REPORT = """
import os, sys
sys.stdout.buffer.write(repr(sys.argv[1:]).encode() + bytes([0, 255]))
"""

SURROUNDINGS = """
import os, sys
print([os.getcwd(), os.environ.get(sys.argv[1])])
"""

KILL_ALL = (
    "Start the program with `start_new_session=True`, and kill its whole group with "
    "`os.killpg(process.pid, signal.SIGKILL)`, also where the program itself has ended."
)

BOTH_WAYS_OUT = (
    "The deadline and a cancellation both arrive as exceptions at your `await`: kill on both, as "
    "in `except BaseException: ...; raise`."
)

NOT_ENDED = (
    "A program may close its outputs and run on: wait for its end too, with "
    "`await process.wait()`, within the deadline."
)

CLOSE = (
    "Where you make the pipes yourself, close your ends of them on every way out; `communicate()` "
    "does it for you."
)

THEN_WAIT = (
    "After the kill, `await process.wait()` or `await process.communicate()`, before you raise."
)


def python(script: str, *args: str) -> list[str]:
    """Return the command that runs a script."""
    return [sys.executable, "-I", "-S", "-c", script, *args]


class Lifeline:
    """A FIFO that a program reads: it holds the program there, and shows whether it lives."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = str(path)
        self.note = f"{path}.pid"
        self._end = -1

    @property
    def reached(self) -> bool:
        """Whether the program has come to where it reads."""
        if self._end < 0:
            try:
                self._end = files.writing_end(Path(self.path))
            except OSError:
                return False
        return True

    @property
    def alive(self) -> bool:
        """Whether the program that had come there is there still."""
        if self._end < 0:
            return False
        watch = select.poll()
        watch.register(self._end, 0)
        return not any(event & select.POLLERR for _, event in watch.poll(0))

    def release(self) -> None:
        """Let the program go on, or end."""
        if self._end >= 0:
            os.close(self._end)
            self._end = -1


Look = Callable[[], Awaitable[Refusal | None]]
"""Looks whether anything can still happen; if not, it returns why."""


async def reached(call: RemoteCall, *lines: Lifeline, look: Look | None = None) -> bool:
    """Wait until programs have come to their lifelines; False where the call ends before."""
    return await until(call, lambda: all(line.reached for line in lines), look)


async def until(call: RemoteCall, condition: Callable[[], bool], look: Look | None = None) -> bool:
    """Wait for a condition; False where the call ends before. A `look` may find why it can't."""
    ended = asyncio.ensure_future(call.outcome())
    # Beside the rest: of a loop that is never idle, a look never comes to its end.
    looking: asyncio.Future[Refusal | None] = asyncio.ensure_future(_looked(look))
    found: Refusal | None = None
    try:
        while not condition():
            await asyncio.wait([ended], timeout=TICK)
            if ended.done():
                ended.result()  # raises where the judge has refused
                return False
            if found is not None:
                raise found
            if looking.done():
                # Once more round: the call may have ended just before the look.
                found, looking = looking.result(), asyncio.ensure_future(_looked(look))
    finally:
        # Two waits for one call at a time are one too many: this one ends before the next begins.
        for one in (ended, looking):
            one.cancel()
            await asyncio.wait({one})
    return True


async def _looked(look: Look | None) -> Refusal | None:
    return await look() if look is not None else None


async def turned(call: RemoteCall, witness: Witness) -> bool:
    """Wait until the loop has turned; False where the call ends before."""
    heard = False

    async def look() -> None:
        nonlocal heard
        await witness.loop_turned()
        heard = True

    return await until(call, lambda: heard, look)


async def ended(call: RemoteCall, driver: RemoteObject, line: Lifeline) -> bool:
    """Wait until the program that had come to a lifeline has ended; False where the call has."""
    over = False

    async def look() -> None:
        nonlocal over
        *_, noted = await driver.plain("standstill", [line.note])
        over = noted[0][1] in {"Z", "gone"}

    return await until(call, lambda: over, look)


async def standstill(
    driver: RemoteObject, witness: Witness, *lines: Lifeline
) -> tuple[int, int] | None:
    """Return the line that waits and how many children there are, if all wait for something else.

    That is so if the loop has nothing to do, and if no timer, no thread and no process will wake
    it: its children, and those at these lifelines, have waited the whole time. A proof, however
    slow the machine is.
    """
    notes = [line.note for line in lines]
    line, watchers, children, others = first = await driver.plain("standstill", notes)
    idle = await witness.idle()
    if idle.timer is not None or idle.busy_threads > watchers:
        return None
    if first != await driver.plain("standstill", notes):
        return None
    waiting = all(state == "S" for _, state, *_ in children)
    waiting &= all(state in {"S", "Z", "gone"} for _, state, *_ in others)
    return (line, len(children)) if waiting else None


async def over(
    call: RemoteCall,
    driver: RemoteObject,
    witness: Witness,
    lines: dict[str, Lifeline],
    why: str,
    cure: str = KILL_ALL,
) -> Outcome:
    """Wait for the end of a call whose program and helpers are to be killed."""

    async def look() -> Refusal | None:
        living = [who for who, line in lines.items() if line.reached and line.alive]
        still = await standstill(driver, witness, *lines.values())
        if still is None or still[1] != living.count(PROGRAM):
            return None
        others = f", and {' and '.join(living)} went on" if living else ""
        text = f"run_command waits for ever: {why}{others}"
        return Refusal("hang", text, line=still[0], cure=cure)

    await until(call, lambda: False, look)
    return await call.outcome()


async def gone(*lines: Lifeline) -> bool:
    """Return whether the programs end now: the system may take its time to kill one."""
    for _ in range(round(PATIENCE / TICK)):
        if not any(line.alive for line in lines):
            return True
        await asyncio.sleep(TICK)
    return False


def unless_a_result(outcome: Outcome, wanted: object, what: str, cure: str = "") -> None:
    """Refuse unless this is how the call ended."""
    if outcome.error is not None:
        raise outcome.error
    expect.equal(outcome.value, wanted, what, cure=cure)


def timed_out(outcome: Outcome, scene: str) -> None:
    """Refuse unless a call ended with `TimeoutError`."""
    if outcome.error is not None and outcome.error.kind == "NotImplementedError":
        raise outcome.error
    error = outcome.error
    if error is None or not error.is_a(TimeoutError):
        expect.refuse(
            "wrong_exception",
            f"{scene}: at the deadline run_command {outcome!s}, where TimeoutError is asked for",
            line=error.line if error else 0,
            cure="Raise `TimeoutError` when the time is up, as `asyncio.timeout` does.",
        )


async def pipes_closed(driver: RemoteObject, ended: str) -> None:
    """Refuse unless a run that went well has closed its ends of the program's pipes."""
    expect.true(
        not await driver.call("pipes_later", PATIENCE),
        "resource_leak",
        f"{ended} had returned, and its ends of the program's pipes were still open",
        cure=CLOSE,
    )


async def all_gone(
    driver: RemoteObject, ended: str, lines: dict[str, Lifeline], *, strict: bool = True
) -> None:
    """Refuse unless a run has left nothing: no program, no child unreaped, no pipe open.

    Where the program itself has ended before, its pipes may still be closing: not `strict`.
    """
    left = await driver.plain("at_the_end")
    # Where the loop itself waits for programs, `wait()` may return while it still closes the pipes;
    # and a child that nobody has waited for shows. Before 3.12 a thread waits for it in any case.
    strict = strict and sys.version_info < (3, 12)
    for who, line in lines.items():
        expect.true(
            await gone(line),
            "resource_leak",
            f"{ended}, and {who} still ran",
            cure=KILL_ALL if who == HELPER else BOTH_WAYS_OUT,
        )
    expect.true(
        not left["children"],
        "resource_leak",
        f"{ended}, and nobody had waited for the program that was killed: until somebody does, it "
        "stays in the system's table of processes",
        cure=THEN_WAIT,
    )
    pipes = left["pipes"] if strict else await driver.call("pipes_later", PATIENCE)
    expect.true(
        not pipes,
        "resource_leak",
        f"{ended}, and its ends of the program's pipes were still open",
        cure=THEN_WAIT,
    )


@dataclass
class Scene:
    """A command that doesn't end by itself."""

    what: str
    script: str
    helper: bool = False
    ends: Path | None = None
    """The program itself ends before the deadline, and leaves its helper; it says so here."""
    cure: str = KILL_ALL
    """Where the run doesn't end at the deadline."""


async def at_deadline(
    driver: RemoteObject,
    witness: Witness,
    lifeline: Callable[[], Lifeline],
    deadlines: list[float],
    scene: Scene,
) -> tuple[Outcome, dict[str, Lifeline]]:
    """Run a command up to its deadline; return how the call ended, and what ran by then.

    A machine may be too busy to start a program before an early deadline: then a later one. So it
    is where the loop hasn't turned by then, and whoever holds it is seen to hold it for long.
    """
    for number, seconds in enumerate(deadlines):
        ends = scene.ends and scene.ends.with_name(f"{scene.ends.name}-{number}")
        lines = {PROGRAM: lifeline()}
        argv = python(scene.script, lines[PROGRAM].path)
        if scene.helper:
            lines[HELPER] = helper = lifeline()
            argv += [str(ends or ""), *python(STUBBORN, helper.path)]
        began = witness.now
        call = driver.call("run", argv, seconds).start()
        running = await reached(call, *lines.values()) and await turned(call, witness)
        if ends:
            lines.pop(PROGRAM).release()
            # It must have ended well before the deadline: half of that is a lot of time.
            # Whoever looks at the program alone may have returned before this is seen.
            said = await until(call, ends.exists) or ends.exists()
            running &= said and witness.now - began < seconds / 2
        why = f"{scene.what} was to be killed"
        outcome = await over(call, driver, witness, lines, why, scene.cure)
        took = witness.now - began
        if outcome.kind == "raised":
            timed_out(outcome, scene.what)
            expect.true(
                took > 0.9 * seconds,
                "wrong_exception",
                f"{scene.what}: run_command raised TimeoutError after {took:.2f} s, and the "
                f"deadline was {seconds:g} s",
                cure="The deadline is `timeout`, in seconds.",
            )
        elif not ends:
            timed_out(outcome, scene.what)
        if running:
            return outcome, lines
    raise Refusal(
        "too_slow", f"{scene.what}: it hadn't begun after {deadlines[-1]:g} s", by_time="tight"
    )


def deadlines(numbers: dict[str, float]) -> list[float]:
    """Return the deadlines to try in turn."""
    return [numbers["deadline"], numbers["longer"], numbers["longest"]]
