"""Compares what the learner expects of the snippets with what they really do.

What they do isn't written down anywhere: they are run, once, in a process of their own, so that it
is true on every Python. That process belongs to the judge; the learner's code has no part in it.
"""

from __future__ import annotations

import ast
import functools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from asynccourse.judge import expect
from asynccourse.judge.remote import Submission
from asynccourse.verdicts.refusal import Refusal

PATIENCE = 120.0
"""Seconds that all snippets together may take on a very busy machine; a tenth of one is usual."""

Played = dict[str, dict[str, Any]]
Answer = str | float | None

# What to think of each answer that comes from a common belief; "" is for all others.
IDEAS: dict[str, dict[Answer, str]] = {
    "called": {
        "abc": "calling a coroutine function runs nothing of it, it only makes a coroutine",
        "": "the body of a coroutine runs when somebody awaits it, and the next line comes after",
    },
    "created": {
        "abcd": "create_task() runs nothing yet: it notes the task down, and goes on here",
        "bcad": "a task needn't be awaited to run: it is enough that the loop gets its turn, and "
        "sleep(0) gives it one",
        "": "a task begins when the loop next gets its turn, and the code here goes on until then",
    },
    "awaited": {
        "bacd": "`await` gives the loop its turn only where something really waits, and child() "
        "has nothing to wait for",
        "bcad": "`await` gives the loop its turn only where something really waits, and child() "
        "has nothing to wait for",
        "abcd": "create_task() runs nothing yet: it notes the task down, and goes on here",
        "": "look for the first `await` at which something really has to wait: only there can a "
        "task begin",
    },
    "gathered": {
        "abcABC": "gather() doesn't wait for one before it starts the next: their waits overlap",
        "aAbBcC": "gather() gives its results when all have ended, and not one by one",
        "bBcCaA": "gather() gives its results when all have ended, and not one by one",
        "bcaBCA": "who ends first has no say in the order of gather's results",
        "": "each prints when its own wait is over; the results come when all have ended, in the "
        "order of the arguments",
    },
    "shared": {
        "acbd": "the loop interrupts nobody: a task that never waits isn't made to take turns",
        "cadb": "the loop interrupts nobody: a task that never waits isn't made to take turns",
        "cdab": "gather() doesn't run one to its end before the next begins: `await sleep(0)` "
        "gives the loop its turn",
        "abcd": "tasks begin in the order in which they were handed to gather()",
        "": "a task has the loop until it awaits something that really waits; then it is the "
        "next one's turn",
    },
    "one_by_one": {
        2.0: "`await` goes on only when what it awaits has ended: nothing has been started for "
        "later, and nothing overlaps",
        "": "`await` waits here to the end, and then comes the next line",
    },
    "together": {
        6.0: "gather() starts all of them before it waits, so their waits don't add up",
        "": "gather() has ended when the last of its arguments has, and all began together",
    },
    "started": {
        5.0: "a task doesn't wait to be awaited: it was under way while the lines in between "
        "waited",
        2.0: "the task is awaited in the end, and may not have been over by then",
        "": "a task is under way from the first real wait on; `await task` waits for the rest",
    },
    "blocking": {
        1.0: "neither `async def` nor gather() gives block() a thread of its own: the one that "
        "there is stands still, for each of them",
        "": "block() never gives the loop its turn, so nothing else runs while it waits",
    },
    "threads": {
        3.0: "each to_thread() has its function called in a thread of its own, and the threads "
        "wait side by side",
        "": "it has ended when both threads have, and they began together",
    },
    "in_gather": {
        "thread": "gather() makes tasks, and a task is no thread",
        "process": "gather() makes tasks, and a task is no process",
        "": "gather() makes tasks: ask who runs those",
    },
    "in_to_thread": {
        "loop": "to_thread() is there to have a function called where it holds nobody up",
        "process": "the name says it: what it starts shares all memory with the rest",
        "": "ask who calls the function that to_thread() is given",
    },
    "passed_on": {
        "thread": "Python works out the arguments before it calls: here() has run by the time "
        "to_thread() is told of print",
        "": "look at the brackets after here, and ask when that call is made",
    },
    "in_pool": {
        "loop": "a pool has workers of its own, which make the calls",
        "thread": "look at which kind of workers this pool has",
        "": "ask which kind of workers this pool has",
    },
    "downloads": {
        "cpu": "a faster processor would change nothing: nearly all of the time it waits",
        "": "ask what it does for most of the time",
    },
    "hashing": {
        "io": "nothing comes from outside here: whatever it takes is spent computing",
        "": "ask what it does for most of the time",
    },
    "reading": {
        "cpu": "blocking isn't computing: the thread stands still, and the processor has nothing "
        "to do",
        "": "ask what it does for most of the time",
    },
    "counting": {
        "io": "an `await` in it doesn't make it wait: sleep(0) asks for a turn, and for no time",
        "": "ask what it does for most of the time",
    },
}


def letters(value: object) -> Answer:
    """Read an order: letters, in a text or a list."""
    if isinstance(value, list | tuple):
        value = "".join(map(str, value))
    return re.sub(r"[\s,;>-]+", "", value) if isinstance(value, str) else None


def seconds(value: object) -> Answer:
    """Read a time."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(float(value), 2)


def place(value: object) -> Answer:
    """Read a place."""
    word = value.strip().lower() if isinstance(value, str) else ""
    return word if word in {"loop", "thread", "process"} else None


def bound(value: object) -> Answer:
    """Read what limits it, also where it is written as `I/O-bound`."""
    word = re.sub(r"[^a-z]", "", value.lower()) if isinstance(value, str) else ""
    return word.removesuffix("bound") if word in {"io", "cpu", "iobound", "cpubound"} else None


@functools.cache
def played() -> Played:
    """Run all snippets."""
    program = Path(__file__).with_name("play.py")
    run = subprocess.run(
        [sys.executable, "-I", "-B", str(program)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    told: Played = json.loads(run.stdout)
    return told


@pytest.fixture(scope="module")
def truth() -> Played:
    """What the snippets really do; run before the first test, whose time it is not."""
    return played()


@pytest.mark.points(3)
async def test_order(submission: Submission, truth: Played) -> None:
    """Part 1: the order in which the letters are printed."""
    names = ("called", "created", "awaited", "gathered", "shared")
    right = {name: letters(truth[name]["printed"]) for name in names}
    await compare(submission, truth, right, letters, 'letters, as in "abc"')


@pytest.mark.points(3)
async def test_seconds(submission: Submission, truth: Played) -> None:
    """Part 2: the seconds that it takes."""
    names = ("one_by_one", "together", "started", "blocking", "threads")
    right = {name: seconds(truth[name]["waited"]) for name in names}
    await compare(submission, truth, right, seconds, "a number of seconds")


@pytest.mark.points(2)
async def test_place(submission: Submission, truth: Played) -> None:
    """Part 3: the thread or process in which it runs."""
    names = ("in_gather", "in_to_thread", "passed_on", "in_pool")
    right = {name: place(truth[name]["printed"]) for name in names}
    await compare(submission, truth, right, place, '"loop", "thread" or "process"')


@pytest.mark.points(2)
async def test_bound(submission: Submission, truth: Played) -> None:
    """Part 4: whether it is I/O-bound or CPU-bound."""
    names = ("downloads", "hashing", "reading", "counting")
    waits = {name: truth[name]["waited"] > truth[name]["computed"] for name in names}
    right: dict[str, Answer] = {name: "io" if waits[name] else "cpu" for name in names}
    await compare(submission, truth, right, bound, '"io" or "cpu"')


async def compare(
    submission: Submission,
    truth: Played,
    right: dict[str, Answer],
    read: Callable[[object], Answer],
    form: str,
) -> None:
    """Refuse answers that are missing, of another form, or not what the snippets do."""
    answers = await submission.get("ANSWERS")
    if not isinstance(answers, dict):
        raise Refusal("wrong_result", f"ANSWERS is to be a dict, and is {expect.shown(answers)}")
    file = File(submission.session.source.lines, truth)
    all_there(answers, list(right), file)
    wrong = [name for name in right if not same(read(answers[name]), right[name])]
    if not wrong:
        return
    first = wrong[0]
    said, cure = what_is_wrong(first, answers[first], read(answers[first]), right[first], form)
    if file.has_another(first):
        said += "; what counts is the snippet as it was given, and yours was changed since"
    if len(wrong) > 1:
        said += f" (wrong in this part: {', '.join(wrong)})"
    expect.refuse("wrong_result", said, line=file.line_of(first), cure=cure)


def same(got: Answer, wanted: Answer) -> bool:
    """Return whether an answer is right; the case of letters counts only where there are both."""
    if isinstance(got, str) and isinstance(wanted, str) and wanted.islower():
        return got.lower() == wanted
    return got == wanted


def what_is_wrong(
    name: str, given: object, read: Answer, wanted: Answer, form: str
) -> tuple[str, str]:
    """Return what to say of a wrong answer, and the way out."""
    shown = expect.shown(given)
    if read is None:
        said = f"the answer to {name} is to be {form}, and is {shown}"
        return said, "Write it in the form that stands above its part in `ANSWERS`."
    if isinstance(read, str) and isinstance(wanted, str) and read.lower() == wanted.lower():
        said = f"{name} is not {shown}: the order is right, small and capital letters aren't"
        return said, "Write each letter as it is printed."
    ideas = IDEAS[name]
    if isinstance(read, str) and read not in ideas:
        read = read.lower()
    said = f"{name} is not {shown}: {ideas.get(read) or ideas['']}"
    return said, (
        "Read the snippet again with that in mind, then watch it run: "
        f"`python exercises/06_predict/predict.py {name}`."
    )


def all_there(answers: dict[object, object], names: list[str], file: File) -> None:
    """Refuse where an answer is missing, or any snippet without one isn't what will be run."""
    for name in names:
        said = f"ANSWERS has no {name!r} any more"
        cure = "Put that key back, with your answer beside it."
        expect.true(name in answers, "wrong_result", said, cure=cure)
    missing = [name for name in names if answers[name] is None]
    changed = [name for name in file.truth if not answers.get(name) and file.has_another(name)]
    if missing and changed:
        said = f"{changed[0]}() was changed: what counts is the snippet as it was given"
        cure = "Make the snippet again what it was: what another one prints is another question."
        expect.refuse("wrong_result", said, cure=cure)
    if missing:
        more = f", and {len(missing) - 1} more of this part" if len(missing) > 1 else ""
        expect.refuse(
            "not_implemented",
            f"still to be predicted: {missing[0]}{more}",
            line=file.line_of(missing[0]),
            cure="Write your prediction into `ANSWERS`.",
        )


@dataclass(frozen=True)
class File:
    """The learner's file, to find the answers in and the snippets, where it has them."""

    lines: Sequence[str]
    truth: Played

    def line_of(self, name: str) -> int:
        """Return the line of an answer, the last that has its name in quotes; 0 without one."""
        quoted = re.compile(rf"""["']{re.escape(name)}["']""")
        return max((n for n, line in enumerate(self.lines, 1) if quoted.search(line)), default=0)

    def has_another(self, name: str) -> bool:
        """Return whether it has a snippet of that name, and not as it was given."""
        given = _meaning(ast.parse(self.truth[name]["text"]).body[0])
        body = ast.parse("\n".join(self.lines).removeprefix("\ufeff")).body
        return any(_meaning(node) != given for node in body if getattr(node, "name", "") == name)


def _meaning(node: Any) -> str:
    """Return what a snippet does: without comments, layout and docstring, where notes may be."""
    if ast.get_docstring(node) is not None:
        del node.body[0]
    return ast.dump(node)
