"""Each thing that a learner writes meets the verdict that it deserves, with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands import REPOSITORY, run

Check = Callable[..., Any]

HEAD = "import asyncio, os, signal, sys, time\nasync def fetch_all(fetch, keys):\n"
"""Two lines before the body of each answer: the body begins in line 3."""

ANSWERS = {
    "a loop that awaits each": (
        "r = []\n    for k in keys:\n        r.append(await fetch(k))\n    return r",
        ("sequential", 5, "1 of 10"),
    ),
    "a task awaited at once": (
        "r = []\n    for k in keys:\n        t = asyncio.create_task(fetch(k))\n"
        "        r.append(await t)\n    return r",
        ("sequential", 6, "1 of 10"),
    ),
    "a pause before each start": (
        "r = []\n    for k in keys:\n        await asyncio.sleep(0.01)\n"
        "        r.append(await fetch(k))\n    return r",
        ("sequential", 6, "1 of 10"),
    ),
    "time.sleep": (
        "x = 1\n    time.sleep(0.2)\n    return await asyncio.gather(*map(fetch, keys))",
        ("blocked_loop", 4, "time.sleep(0.2)"),
    ),
    "an endless loop": ("x = 1\n    while True: pass", ("blocked_loop", 4, "computing")),
    "a long computation in C": (
        "x = 1\n    sum(range(4 * 10**7))\n    return []",
        ("blocked_loop", 4, "computing"),
    ),
    "a wait for nothing": (
        "await asyncio.Event().wait()",
        ("hang", 3, "waits for ever"),
    ),
    "coroutines instead of results": (
        "return [fetch(k) for k in keys]",
        ("not_awaited", 3, "fetch()"),
    ),
    "calls that nobody awaits": (
        "x = 1\n    [fetch(k) for k in keys]\n    return []",
        ("not_awaited", 4, "fetch()"),
    ),
    "a task left running": (
        "asyncio.create_task(asyncio.sleep(10))\n"
        "    return await asyncio.gather(*map(fetch, keys))",
        ("leaked_task", 3, "sleep()"),
    ),
    "an error that nobody looks at": (
        "async def bad(): raise ValueError('boo')\n    asyncio.create_task(bad())\n"
        "    return await asyncio.gather(*map(fetch, keys))",
        ("lost_exception", 3, "ValueError: boo"),
    ),
    "asking over and over": (
        "ts = [asyncio.create_task(fetch(k)) for k in keys]\n"
        "    while not all(t.done() for t in ts): await asyncio.sleep(0)\n"
        "    return [t.result() for t in ts]",
        ("busy_wait", 4, "10,000 times"),
    ),
    "a group of errors": (
        "raise ExceptionGroup('all failed', [KeyError('a'), ExceptionGroup('b', [OSError()])])",
        ("wrong_exception", 3, "all failed (KeyError: 'a'; OSError)"),
    ),
    "a plain function": ("return 1", ("wrong_result", None, "async def")),
    "os._exit": ("os._exit(0)", ("crashed", None, "exit status 0")),
    "sys.exit": ("sys.exit(0)", ("crashed", 3, "SystemExit")),
    "a signal": ("os.kill(os.getpid(), signal.SIGKILL)", ("crashed", None, "SIGKILL")),
    "a crash in C": ("import ctypes; ctypes.string_at(0)", ("crashed", None, "SIGSEGV")),
    "endless output": ("while True: print('x' * 10**6)", ("limit_exceeded", None, "printed")),
    "a result that holds itself": (
        "x = []; x.append(x); return x",
        ("limit_exceeded", None, "deep"),
    ),
    "the stub": ("raise NotImplementedError", ("not_implemented", 3, "stub")),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_meets_its_code_and_its_line(name: str, check_03: Check) -> None:
    """The verdict names the code, the learner's line, and what was seen."""
    body, (code, line, words) = ANSWERS[name]
    head = HEAD if name != "a plain function" else HEAD.replace("async def", "def")
    result = check_03(f"{head}    {body}\n")
    assert (result["status"], result["code"], result["line"]) == ("failed", code, line)
    assert words in result["message"]


FILES = {
    "ends at import": ("import os\nos._exit(0)\n", ("crashed", None, "exit status 0")),
    "sys.exit at import": ("import sys\nsys.exit(0)\n", ("crashed", 2, "SystemExit")),
    "a syntax error": (
        "x = 1\nasync def fetch_all(fetch, keys:\n",
        ("syntax_error", 2, "never closed"),
    ),
    "a missing module": ("\nimport nosuchmodule\n", ("import_error", 2, "nosuchmodule")),
    "another name": ("async def fetchall(f, k): ...\n", ("missing_function", None, "fetchall()")),
    "nothing": ("", ("missing_function", None, "fetch_all()")),
    "an endless import": ("x = 1\nwhile True:\n    x += 1\n", ("hang", None, "time was up")),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_loaded_says_why(name: str, check_03: Check) -> None:
    """A file that fails before any call is refused by what it does, never passed."""
    text, (code, line, words) = FILES[name]
    result = check_03(text)
    assert (result["status"], result["code"]) == ("failed", code)
    assert line is None or result["line"] == line
    assert words in result["message"]
    assert result["points"] == 0


def test_what_was_printed_is_shown_and_bounded(check_03: Check) -> None:
    """The submission's own output comes with the test that it belongs to, cut to a bound."""
    result = check_03(
        HEAD + "    print('fetching', len(keys))\n    print('x' * 10**6)\n    return []\n"
    )
    output = result["tests"][0]["output"]
    assert output.startswith("fetching 10\n")
    assert len(output) < 300_000
    assert "bytes more" in output


def test_a_failing_file_is_not_run_again_and_again(check_03: Check) -> None:
    """Once loading has used up the time, the tests behind it aren't run to say the same."""
    result = check_03("while True: pass\n")
    seconds = [test["seconds"] for test in result["tests"]]
    assert sum(seconds[1:]) < seconds[0] / 5


def test_what_is_not_run_is_no_ones_fault_but_its_own(tmp_path: Path) -> None:
    """Behind a file whose tests are foregone, the next exercise is judged like any other."""
    solution = REPOSITORY / "solutions" / "04_create_task" / "create_task.py"
    texts = {"03_gather": "def (", "04_create_task": solution.read_text("utf-8")}
    for name, text in texts.items():
        file = tmp_path / "exercises" / name / f"{name[3:]}.py"
        file.parent.mkdir(parents=True)
        file.write_text(text, "utf-8")
    results = run("check", "03", "04", "--json", cwd=tmp_path).document["results"]
    assert [result["code"] for result in results] == ["syntax_error", None]


def test_the_seed_decides_the_inputs(check_03: Check) -> None:
    """The same seed draws the same inputs; another seed draws others."""
    answer = HEAD + "    print(keys)\n    return []\n"
    printed = [check_03(answer, "--seed", seed)["tests"][0]["output"] for seed in ("1", "1", "2")]
    assert printed[0] == printed[1] != printed[2]


def test_tasks_that_end_by_themselves_are_no_leak(lab: Callable[..., Any]) -> None:
    """Tasks that wait for each other need a few turns to end, however many there are in a row."""
    result = lab(
        """
        async def test_chain(submission):
            await submission.work()
        """,
        """
        import asyncio
        async def chain(length):
            if length:
                await asyncio.create_task(chain(length - 1))
        async def work():
            work.task = asyncio.create_task(chain(15))
        """,
    )
    assert result["status"] == "passed", result["message"]


FINALIZER = "class Sloppy:\n    def __del__(self): raise OSError('late')"


@pytest.mark.parametrize("whose", ["library", "learner"])
def test_an_error_in_a_finalizer_counts_only_if_it_is_the_learners(
    whose: str, check_03: Check
) -> None:
    """Python reports errors of its own finalizers too; only the learner's are a lost exception."""
    name = "__file__" if whose == "learner" else "'library.py'"
    body = f"exec(compile({FINALIZER!r}, {name}, 'exec'), globals()); Sloppy()"
    result = check_03(f"{HEAD}    {body}\n    return await asyncio.gather(*map(fetch, keys))\n")
    if whose == "library":
        assert result["status"] == "passed", result["message"]
    else:
        assert (result["code"], result["line"]) == ("lost_exception", 2)


LOST = {
    "in a task": "asyncio.create_task(fail())",
    "into a future": "asyncio.get_running_loop().create_future().set_exception(OSError('late'))",
    "in a callback": "asyncio.get_running_loop().call_soon(int, 'x')",
    "in a thread": "threading.Thread(target=int, args='x').start()",
    "only be ignored": "Sloppy()",
}


@pytest.mark.parametrize("place", LOST)
def test_a_lost_error_is_told_with_where_it_was_lost(place: str, lab: Callable[..., Any]) -> None:
    """An error that nobody hears of is lost in a task, but also in a callback or a thread."""
    result = lab(
        """
        async def test_lost(submission):
            await submission.work()
        """,
        f"""
        import asyncio, threading
        class Sloppy:
            def __del__(self): raise OSError("late")
        async def fail(): raise OSError("late")
        async def work():
            {LOST[place]}
            await asyncio.sleep(0)
        """,
    )
    assert result["code"] == "lost_exception"
    assert place in result["message"]


def test_of_several_tasks_left_behind_the_same_is_told_each_time(lab: Callable[..., Any]) -> None:
    """Two gradings of one answer say the same: of tasks left behind, the first line's."""
    result = lab(
        """
        async def test_left(submission):
            await submission.work()
        """,
        """
        import asyncio
        left = []
        async def work():
            async def h(): await asyncio.Event().wait()
            async def g(): await asyncio.Event().wait()
            async def f(): await asyncio.Event().wait()
            async def e(): await asyncio.Event().wait()
            async def d(): await asyncio.Event().wait()
            for each in (d, f, h, e, g):
                left.append(asyncio.create_task(each()))
            await asyncio.sleep(0)
        """,
    )
    assert (result["code"], result["line"]) == ("leaked_task", 5)
    assert "h()" in result["message"]


def test_of_a_busy_wait_the_line_that_spins_is_told(lab: Callable[..., Any]) -> None:
    """Tasks that wait for something, as they should, are not blamed for one that spins."""
    result = lab(
        """
        async def test_spins(submission):
            await submission.work()
        """,
        """
        import asyncio
        async def waits(event): await event.wait()
        async def work():
            event = asyncio.Event()
            tasks = [asyncio.create_task(waits(event)) for _ in range(8)]
            while not event.is_set():
                await asyncio.sleep(0)
        """,
    )
    assert (result["code"], result["line"]) == ("busy_wait", 8)
