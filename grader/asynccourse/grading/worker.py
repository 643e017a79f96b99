"""A judging process: `python -m asynccourse.grading.worker FOLDER` judges one task after another.

Tasks come on standard input, answers go to standard output. FOLDER is its own, for whatever it and
its runners write, and is removed when it ends: when its input ends, when it is told to by SIGTERM,
when its owner is killed, and when nothing came for a while.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from asynccourse.course.catalog import find_catalog
from asynccourse.course.exercise import CourseError, Exercise
from asynccourse.grading import frames
from asynccourse.grading.state import judge_state, suite_state
from asynccourse.grading.task import Answer, NotJudged, Task, encode, judged, tasks
from asynccourse.judge.batch import Batch, Judged
from asynccourse.judge.jobs import Job, Options
from asynccourse.judge.run import judge_each
from asynccourse.judge.source import Source
from asynccourse.parts import files
from asynccourse.verdicts.refusal import GraderFault

FORKS = hasattr(os, "fork")

IDLE = 300.0
"""Seconds without a task after which the process ends: a cluster's worker may stay for weeks."""

GRACE = 10.0
"""Seconds in which it clears up once it has been told to end."""


class Worker:
    """Judges tasks as they come, in one session of pytest and with one zygote."""

    def __init__(self, waiting: queue.SimpleQueue[bytes], out: BinaryIO) -> None:
        self._waiting = waiting
        self._out = out
        self._task: Task | None = None
        """What was taken and has no answer yet."""
        self._over = False
        self._suites: dict[Path, str] = {}
        """The digests of the suites as they were imported."""

    def serve(self) -> None:
        """Judge until nothing comes any more, or what comes needs a new process."""
        while not self._over and self._take():
            try:
                judge_each(self._batches(), self._done)
            except GraderFault as fault:
                self._answer(NotJudged(str(fault)))
            except Exception as error:
                self._answer(NotJudged(f"the judge failed: {type(error).__name__}: {error}"))

    def _take(self) -> Task | None:
        """Return the task that waits, or the next one that comes; None where none comes."""
        if self._task is None:
            try:
                self._task = tasks.decode(self._waiting.get(timeout=IDLE))
            except queue.Empty:
                self._over = True
        return self._task

    def _batches(self) -> Iterator[Batch]:
        """Yield tasks for the judge, as long as they are confined alike: a zygote has one level."""
        level = None
        while (task := self._take()) and task.sandbox == (level or task.sandbox):
            level = task.sandbox
            try:
                exercise = _exercise(task)
            except CourseError as error:
                self._answer(NotJudged(str(error)))
                continue
            if self._suites.setdefault(exercise.suite, task.suite) != task.suite:
                self._over = True  # Python has the suite as it was before
                return
            # The name is the stub's for everyone, so that equal answers get equal verdicts.
            source = Source(Path(f"{exercise.slug}.py"), task.data)
            options = Options(seed=task.seed, fork=FORKS, sandbox=task.sandbox)
            yield Batch([Job(0, exercise, source)], options)

    def _done(self, found: Judged) -> None:
        if isinstance(found, GraderFault):
            self._answer(NotJudged(str(found)))
        elif found[0].missing:
            told = f"{found[0].exercise} can't be judged here: {found[0].message}"
            self._answer(NotJudged(told))
        else:
            self._answer(judged(found[0]))

    def _answer(self, answer: Answer) -> None:
        if self._task is not None:
            self._task = None
            frames.write(self._out, encode(answer))


def _exercise(task: Task) -> Exercise:
    """Return a task's exercise. Raises `CourseError` where this isn't the course that is meant."""
    if task.judge != judge_state():
        raise CourseError("another asynccourse or Python is installed where this was to be judged")
    try:
        catalog = find_catalog(Path(task.suites) if task.suites else None)
        exercise = catalog.find(task.exercise)
        same = suite_state(exercise) == task.suite
    except (CourseError, OSError):
        same = False
    if not same:
        where = f"in {task.suites} " if task.suites else ""
        raise CourseError(f"the suite of {task.exercise} {where}isn't the one that grades")
    return exercise


def main() -> None:
    """Serve the grader that started this process."""
    folder = Path(sys.argv[1])
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed here is no answer
    _end_when_told()
    told = False
    try:
        Worker(_listen(), out).serve()
    except (KeyboardInterrupt, BrokenPipeError):
        told = True
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        files.remove(folder)
    if told:  # its status is to say so: only a process that nobody needs ends with 0
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTERM)


def _listen() -> queue.SimpleQueue[bytes]:
    """Receive tasks in a thread of its own, which hears of the end while one is being judged."""
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    # Python aborts where a thread still reads from the buffered one in the end.
    source = os.fdopen(os.dup(0), "rb", buffering=0)

    def listen() -> None:
        try:
            while True:
                waiting.put(frames.read(source))
        except EOFError:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(GRACE)
            os._exit(1)

    threading.Thread(target=listen, daemon=True).start()
    return waiting


def _end_when_told() -> None:
    """Take SIGTERM as the judge takes Ctrl-C, once; have it sent when the owner dies."""

    def end(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.raise_signal(signal.SIGINT)

    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, end)
    if sys.platform == "linux":
        from asynccourse.runner.prctl import PR_SET_PDEATHSIG, prctl  # noqa: PLC0415

        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    main()
