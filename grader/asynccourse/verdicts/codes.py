"""Every reason for which a submission can be refused: the one vocabulary, and its order.

The order is that of explanation: where one test shows several of these, the code that stands first
is the cause and those behind it are its symptoms. A coroutine that was never awaited explains a
wrong result; a blocked loop explains calls that don't overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Code:
    """One reason: its name, why it matters, the way to the cure, and where Python explains it."""

    name: str
    why: str
    cure: str
    link: str


_DOCS: Final = "https://docs.python.org/3/"
_TASKS: Final = _DOCS + "library/asyncio-task.html"
_DEV: Final = _DOCS + "library/asyncio-dev.html"

_ALL: Final = (
    Code(
        "not_submitted",
        "Nothing was handed in for this exercise: only a class's grading says so.",
        "Hand in the exercise's file under the name of its stub, in the folder of its exercise.",
        _DOCS + "library/asyncio.html",
    ),
    Code(
        "syntax_error",
        "Python can't read the file, so nothing in it can run.",
        "Mend the line that is named, or the one above it: a bracket or colon may be missing.",
        _DOCS + "tutorial/errors.html#syntax-errors",
    ),
    Code(
        "import_error",
        "The file fails while it is being loaded, before any of its functions is called.",
        "Run the file by itself to see the same error, and keep what should run only then under "
        '`if __name__ == "__main__":`.',
        _DOCS + "tutorial/modules.html",
    ),
    Code(
        "missing_function",
        "The exercise calls it by this name, and can't find it.",
        "Keep the name and the arguments of the stub; `asynccourse` compares no other.",
        _DOCS + "tutorial/controlflow.html#defining-functions",
    ),
    Code(
        "not_implemented",
        "This is still the stub.",
        "Replace `raise NotImplementedError` with your answer; the README beside the file says "
        "what is asked.",
        _TASKS + "#coroutines",
    ),
    Code(
        "forbidden",
        "It tried to reach past what an exercise needs, and was stopped.",
        "Solve the exercise with the arguments that your function is given.",
        _DOCS + "library/asyncio.html",
    ),
    Code(
        "crashed",
        "The process that ran your code ended in the middle of it.",
        "Look for sys.exit(), os._exit(), a signal, or a crash inside a C library.",
        _DOCS + "library/sys.html#sys.exit",
    ),
    Code(
        "limit_exceeded",
        "It used more memory, output or data than any answer to this exercise needs.",
        "Look for a loop that never ends, or a list that grows without bound.",
        _DOCS + "library/resource.html",
    ),
    Code(
        "blocked_loop",
        "While one callback runs, the loop can run nothing else: every other task stands still.",
        "Await something that gives the loop back while it waits (`await asyncio.sleep(...)`), or "
        "move blocking work off the loop's thread.",
        _DEV + "#running-blocking-code",
    ),
    Code(
        "busy_wait",
        "It asks again and again instead of being woken, and burns the processor meanwhile.",
        "Wait for what makes the change, with an Event, a Condition, a Future or a Queue; for a "
        "time, sleep once.",
        _DOCS + "library/asyncio-sync.html",
    ),
    Code(
        "not_awaited",
        "Calling a coroutine function only makes a coroutine; nothing of it runs until it is "
        "awaited.",
        "Put `await` before the call, or hand the coroutine to something that awaits it.",
        _DEV + "#detect-never-awaited-coroutines",
    ),
    Code(
        "deprecated_api",
        "It is the low-level or the old way: what it leaves to you, or to a policy, goes wrong.",
        "`asyncio.run(...)`, or `asyncio.Runner`, makes the loop, runs your coroutine and closes "
        "the loop.",
        _DOCS + "library/asyncio-runner.html#asyncio.run",
    ),
    Code(
        "swallowed_cancellation",
        "Whoever cancels a task relies on its ending; a swallowed CancelledError breaks timeouts, "
        "TaskGroups and shutdown.",
        "Clean up in `finally`, or re-raise: catch `Exception`, never `BaseException` or bare "
        "`except:`, around an await.",
        _TASKS + "#task-cancellation",
    ),
    Code(
        "sequential",
        "Where some calls begin only when others have ended, the waits add up; together they take "
        "as long as the longest.",
        "Start all that may run together before you wait for any of it.",
        _TASKS + "#running-tasks-concurrently",
    ),
    Code(
        "wrong_thread",
        "It ran in another thread than it must.",
        "The loop's objects belong to the loop's thread; blocking work belongs off it.",
        _DEV + "#concurrency-and-multithreading",
    ),
    Code(
        "wrong_process",
        "It ran in another process than it must.",
        "Work that computes needs a process of its own to run beside Python code; threads take "
        "turns.",
        _DOCS + "library/concurrent.futures.html#processpoolexecutor",
    ),
    Code(
        "unbounded",
        "More ran at once than was allowed: under load that exhausts the other side.",
        "Let a Semaphore, or a fixed number of workers, say who may start.",
        _DOCS + "library/asyncio-sync.html#asyncio.Semaphore",
    ),
    Code(
        "out_of_order",
        "The order is part of the answer, and this isn't it.",
        "Keep the order of the input, not that of completion; do first what must come first.",
        _TASKS + "#asyncio.gather",
    ),
    Code(
        "hang",
        "It waits for something that will never come.",
        "Look at what each parked task waits for, and ask who would end that wait.",
        _DEV,
    ),
    Code(
        "too_slow",
        "It gives the right answer, later than it needs to.",
        "Look for waits that could overlap, or that nobody needs.",
        _TASKS,
    ),
    Code(
        "wrong_exception",
        "What a function raises is part of its answer: callers decide by it.",
        "Let the errors of what you call pass through, unless the task says otherwise.",
        _DOCS + "tutorial/errors.html#handling-exceptions",
    ),
    Code(
        "wrong_result",
        "It ran, and gave something else than was asked for.",
        "Follow the values through your code: what it prints is shown here, with its test.",
        _TASKS,
    ),
    Code(
        "missed_bug",
        "A test that passes whatever the program does proves nothing about it.",
        "Ask of each sentence of what is promised: which of my tests fails if that isn't so?",
        "https://docs.pytest.org/en/stable/how-to/assert.html",
    ),
    Code(
        "leaked_task",
        "A task that nobody waits for goes on behind the caller's back, and its errors are lost.",
        "Before you return or raise, await every task that you started, or cancel it and await it.",
        _TASKS + "#asyncio.create_task",
    ),
    Code(
        "lost_exception",
        "An error that nobody looks at is an error that nobody mends.",
        "Await every task or look at its result, also when another one failed first.",
        _DEV + "#detect-never-retrieved-exceptions",
    ),
    Code(
        "resource_leak",
        "What isn't closed stays open for as long as the program runs.",
        "Open it in a `with` or `async with` block, which closes it on every way out.",
        _DOCS + "reference/compound_stmts.html#async-with",
    ),
)

CODES: Final[dict[str, Code]] = {code.name: code for code in _ALL}
"""Every code by its name, in the order of explanation."""

RANK: Final[dict[str, int]] = {name: rank for rank, name in enumerate(CODES)}
"""Place of each code in that order; the lower explains the higher."""
