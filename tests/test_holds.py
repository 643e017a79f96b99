"""The meter of holds: what stopped the loop, at which line, and whether it computed or waited."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from asynccourse.dev.busy import busy_processes
from asynccourse.runner import scheduling
from asynccourse.wall.messages import Hold
from tests.commands import REPOSITORY, run
from tests.test_processes import linux_only

Lab = Callable[..., Any]

SUITE = """
async def test_work(submission, witness):
    await submission.work()
"""


@pytest.mark.parametrize(
    ("line", "how"),
    [
        ("time.sleep(0.12)", "waiting"),
        ("[x * x for x in range(10 ** 7)]", "computing"),
        ("sum(range(3 * 10 ** 7))", "computing"),
        ("re.match('(a+)+b', 'a' * 22)", "computing"),
    ],
)
def test_a_hold_is_told_with_its_line_and_its_kind(line: str, how: str, lab: Lab) -> None:
    """Python code, C code that keeps the GIL, and a wait are each found at their very line."""
    submission = (
        "import asyncio, re, time\nasync def step(): await asyncio.sleep(0)\nasync def work():\n"
        "    for n in range(3):\n        await step()\n    x = 1\n"
        f"    {line}\n    y = 2\n    await step()\n"
    )
    result = lab(SUITE, submission)
    assert (result["code"], result["line"]) == ("blocked_loop", 7)
    assert line in result["message"]
    assert how in result["message"]


@pytest.mark.parametrize("name", ["größe 日本 🐍.py", 'a "quoted\\name.py', "n" * 200 + ".py"])
def test_a_hold_has_its_line_whatever_the_file_is_called(name: str, tmp_path: Path) -> None:
    """The line doesn't hang on letters, quotes, backslashes or the length of the path, and deep
    within functions with names in any script it is the one that held the loop."""
    folder = tmp_path / ("d" * 200) / ("e" * 200)
    folder.mkdir(parents=True)
    path = folder / name
    path.write_text(
        "import time\ndef größe(n):\n    if n: return größe(n - 1)\n    time.sleep(0.8)\n"
        "async def fetch_all(fetch, keys):\n    größe(60)\n",
        encoding="utf-8",
    )
    result = run("check", "03", "--file", path, "--json").result
    assert (result["code"], result["line"]) == ("blocked_loop", 4)


@pytest.mark.parametrize("work", ["deep(60)", "asyncio.run(step())"])
def test_what_never_gives_the_loop_back_is_told_with_its_line(work: str, lab: Lab) -> None:
    """An endless computation is found where it is, however deep, and a loop where it was run."""
    submission = (
        "import asyncio, threading\nasync def step(): threading.Event().wait()\n"
        "def deep(n):\n    if n: deep(n - 1)\n    while True: pass\n"
        f"def work():\n    {work}\n"
    )
    result = lab(SUITE, submission, functions='work = "sync"', hold=100.0, seconds=1.0)
    # Beside many others it may not have had its time on a core when the last try ends.
    assert result["status"] in ("failed", "inconclusive"), result
    assert result["line"] == (5 if "deep" in work else 2), result


ONCE = """
import asyncio, pathlib, time
MARK = pathlib.Path({mark!r})
async def work():
    await asyncio.sleep(0)
    if not MARK.exists():
        {touch}
        time.sleep(0.12)
"""


@pytest.mark.parametrize(("touch", "code"), [("MARK.touch()", None), ("pass", "blocked_loop")])
def test_a_short_hold_counts_when_it_is_seen_again(
    touch: str, code: str | None, lab: Lab, tmp_path: Path
) -> None:
    """A machine may halt a thread for a moment: a hold that the same test doesn't show again isn't
    held against the answer. One that comes again is refused, and in the tests after it at once."""
    suite = SUITE + SUITE.replace("test_work", "test_more")
    result = lab(suite, ONCE.format(mark=str(tmp_path / "mark"), touch=touch))
    assert result["code"] == code, result["message"]
    assert [test["attempts"] for test in result["tests"]] == [2, 1]


@linux_only
def test_a_hold_whose_line_was_not_seen_is_looked_at_again(lab: Lab, tmp_path: Path) -> None:
    """On a very busy machine a look may come when the hold is over: another one tells the line."""
    submission = f"""
        import asyncio, os, pathlib, time
        MARK = pathlib.Path({str(tmp_path / "mark")!r})
        def blind():  # the watchdog, which looks at what Python writes into this file
            for fd in range(3, 100):
                try:
                    if "memfd:stack" in os.readlink(f"/proc/self/fd/{{fd}}"):
                        os.close(fd)
                except OSError:
                    pass
        async def work():
            if not MARK.exists():
                MARK.touch()
                blind()
            await asyncio.sleep(0)
            time.sleep(0.12)
        """
    suite = "from asynccourse.judge import told\ntold.FLEETING = 0.0\n" + SUITE
    result = lab(suite, submission)
    assert (result["code"], result["line"]) == ("blocked_loop", 16)
    assert result["tests"][0]["attempts"] == 2


def test_many_short_callbacks_are_no_hold(lab: Lab) -> None:
    """Work that gives the loop back between its steps isn't refused, however long it is in all."""
    result = lab(
        SUITE,
        """
        import asyncio
        async def work():
            for n in range(60):
                sum(range(10 ** 5))
                await asyncio.sleep(0)
        """,
    )
    assert result["status"] == "passed", result["message"]


def test_on_a_busy_machine_a_callback_is_no_longer_than_on_an_idle_one(lab: Lab) -> None:
    """Half of what is allowed isn't refused when the machine lets the thread wait for a core."""
    submission = """
        import asyncio, time
        async def work():
            for n in range(20):
                end = time.thread_time() + 0.025
                while time.thread_time() < end: pass
                await asyncio.sleep(0)
        """
    with busy_processes(8):
        result = lab(SUITE, submission)
    assert result["status"] == "passed", result["message"]


@linux_only
def test_a_child_process_that_waits_for_a_core_is_no_hold(lab: Lab) -> None:
    """On a busy machine a program takes long to start: the loop is held, and nobody's to blame."""
    submission = """
        import asyncio, os, subprocess, sys
        CORE = sorted(os.sched_getaffinity(0))[:1]
        def starve():
            os.sched_setaffinity(0, CORE)
            os.nice(19)
        async def work():
            busy = subprocess.Popen([sys.executable, "-c", PROGRAM])
            await asyncio.sleep(0.1)
            starved = subprocess.Popen(["sleep", "60"], preexec_fn=starve)
            await asyncio.sleep(0)
            for program in (busy, starved):
                program.kill()
                while program.poll() is None:
                    await asyncio.sleep(0.01)
        PROGRAM = f"import os; os.sched_setaffinity(0, {CORE})\\nwhile True: pass"
    """
    result = lab(
        """
        @pytest.mark.real_clock
        async def test_work(submission, witness):
            await submission.work()
        """,
        submission,
    )
    assert result["status"] == "passed", result["message"]


@linux_only
@pytest.mark.parametrize(
    ("program", "repeated"),
    [
        ("while True:\n    time.sleep(0.005)\n    sum(range(100_000))", True),
        ("time.sleep(60)", False),
    ],
    ids=["at work", "asleep"],
)
def test_a_child_process_that_is_at_work_may_be_slowed_by_the_machine(
    program: str, repeated: bool, lab: Lab
) -> None:
    """Where the judge is held up too, a wait for a program that works and pauses by turns is looked
    at again before it counts; one for a program that sleeps is sure at once."""
    submission = f"""
        import subprocess, sys
        PROGRAM = {f"import time{chr(10)}{program}"!r}
        async def work(delay):
            delay()
            subprocess.run([sys.executable, "-I", "-S", "-c", PROGRAM])
    """
    result = lab(
        """
        import time
        @pytest.mark.real_clock
        async def test_work(submission, witness):
            delay = witness.instant("delay", lambda: time.sleep(0.2), mode="instant")
            await submission.work(delay)
        """,
        submission,
    )
    (test,) = result["tests"]
    assert (test["code"] or "blocked_loop") == "blocked_loop", test["message"]
    assert (test["attempts"] > 1) == repeated


Measure = Callable[[str, float], list[Hold]]


@pytest.fixture
def measure(tmp_path: Path) -> Measure:
    """Run a submission's `work()` under the meter alone; returns its holds longer than a limit."""

    def measured(submission: str, hold: float) -> list[Hold]:
        path = tmp_path / "work.py"
        path.write_text(textwrap.dedent(submission), encoding="utf-8")
        command = [sys.executable, "-m", "tests.meter", str(path), str(hold)]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=True)
        return msgspec.json.decode(done.stdout, type=list[Hold])

    return measured


@linux_only
def test_a_grader_that_waits_for_a_core_is_no_hold(measure: Measure) -> None:
    """Each look at a callback takes the interpreter from it for a moment: where a busy machine
    makes that moment long, a callback still counts for no more than it computed."""
    submission = """
        import asyncio, os, time
        CORE = sorted(os.sched_getaffinity(0))[:1]
        def starve():
            for thread in map(int, os.listdir("/proc/self/task")):
                if thread != os.getpid():
                    os.sched_setaffinity(thread, CORE)
                    os.setpriority(os.PRIO_PROCESS, thread, 19)
        async def work():
            starve()
            await asyncio.sleep(0.1)
            for n in range(25):
                end = time.thread_time() + 0.03
                while time.thread_time() < end: pass
                await asyncio.sleep(0)
    """
    with busy_processes(4):
        holds = measure(submission, 0.02)
    assert len(holds) == 25
    # What it computed is asked of the system: interrupts and the like come on top of the 30 ms.
    excess = max(hold.seconds - hold.cpu for hold in holds)
    assert excess < 0.005, holds


@linux_only
def test_a_loop_that_waits_with_nothing_beside_it_is_hardly_looked_at(measure: Measure) -> None:
    """Beside many answers, the hundred looks a second at each cost a busy machine much: threads are
    looked for only where there may be one."""
    submission = """
        import asyncio, sys, threading
        looks = 0
        def count(event, arguments):
            global looks
            looks += event == "os.listdir"
        async def work():
            sys.addaudithook(count)
            await asyncio.sleep(0.5)
            assert looks <= 2, looks  # one may have been under way, and one comes behind it
            over = threading.Event()
            thread = threading.Thread(target=over.wait)
            thread.start()
            before = looks
            while looks < before + 5:
                await asyncio.sleep(0.1)
            over.set()
            thread.join()
            await asyncio.sleep(0.1)
            before = looks
            await asyncio.sleep(0.5)
            assert looks <= before + 2, (before, looks)
    """
    measure(submission, 1.0)


@linux_only
def test_a_hold_that_computes_and_waits_is_as_long_on_a_busy_machine(
    measure: Measure, tmp_path: Path
) -> None:
    """What the grader's looks may cost while a callback computes isn't taken off its sleep too: on
    a busy machine a hold of 60 ms read 20, and passed. Here the longer part is still refused, but
    for what its thread may have waited for a core after it had chosen when to wake up."""
    mark = tmp_path / "mark"
    submission = f"""
        import asyncio, pathlib, time
        async def work():
            pathlib.Path({str(mark)!r}).touch()
            for n in range(9):
                end = time.thread_time() + 0.03
                while time.thread_time() < end: pass
                time.sleep(0.08)
                await asyncio.sleep(0)
    """
    with busy_processes(8), busy_once_there_is(mark):
        lengths = sorted(hold.seconds for hold in measure(submission, 0.015))
    assert len(lengths) == 9
    assert 0.06 < lengths[4] < 0.112, lengths


@contextmanager
def busy_once_there_is(mark: Path) -> Iterator[None]:
    """Have eight processes compute from when a file is made, each in a session of its own: Linux
    gives each session as much of a core as all of the grader's processes together."""
    program = (
        "import os, pathlib, sys, time\nparent = os.getppid()\nmark = pathlib.Path(sys.argv[1])\n"
        "while not mark.exists() and os.getppid() == parent: time.sleep(0.01)\n"
        "while os.getppid() == parent: sum(range(10**6))\n"
    )
    command = [sys.executable, "-I", "-c", program, str(mark)]
    with ExitStack() as stack:
        for _ in range(8):
            process = stack.enter_context(subprocess.Popen(command, start_new_session=True))
            stack.callback(process.kill)
        yield


def test_a_call_that_lets_nobody_in_is_seen_at_its_end(measure: Measure) -> None:
    """C code that keeps the interpreter lets the watchdog in at its end, for a moment. Its line is
    seen then, however long the watchdog waits for a core afterwards; on a busy machine there was
    often none to tell."""
    submission = """
        import asyncio, sys, threading, time
        began = 0.0
        main = threading.get_ident()
        def wait(event, arguments):  # for a core, whenever the watchdog reads a file
            late = began and time.perf_counter() > began + 0.02
            if event == "open" and late and threading.get_ident() != main:
                time.sleep(0.02)
        async def work():
            global began
            sys.addaudithook(wait)
            for n in range(8):
                await asyncio.sleep(0)
                began = time.perf_counter()
                sum(range(5 * 10 ** 6))
                began = 0.0
    """
    lines = [hold.line for hold in measure(submission, 0.02)]
    # One that begins in the middle of a look may be missed.
    assert lines.count(15) > 2, lines


@linux_only
def test_a_child_that_ends_while_it_is_looked_at_is_nobodys_fault() -> None:
    """What the system says of a child can break off in the middle: once in a while the watchdog
    died of it, and a right answer was refused for an error that was none of its own."""
    for _ in range(40):
        child = subprocess.Popen(["true"])
        with ThreadPoolExecutor(1) as pool:
            looking = pool.submit(_look_at, child)
            child.wait()
            looking.result()


def _look_at(child: subprocess.Popen[bytes]) -> None:
    """Look at a child as the watchdog does, until it has ended and some times more."""
    looks = 0
    while looks < 10:
        looks += child.returncode is not None
        assert scheduling.is_runnable(child.pid) in (False, True)
        assert min(scheduling.scheduled(f"/proc/{child.pid}/schedstat")) >= 0
