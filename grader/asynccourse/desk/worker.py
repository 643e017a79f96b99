"""A judge that stays: `python -m asynccourse.desk.worker` judges one errand after another.

What takes most of a check is done before the next errand comes: pytest is imported, and a fresh
zygote has imported what the exercise's runners need. SIGINT ends an errand; the end of its input
ends the judge.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import sys
from typing import BinaryIO

import msgspec

from asynccourse.course.catalog import find_catalog
from asynccourse.course.exercise import CourseError, Exercise
from asynccourse.desk.desk import digest
from asynccourse.desk.errands import Answer, Errand, Judged, NotJudged, Ready, Tested, errands
from asynccourse.judge.jobs import Job, Options
from asynccourse.judge.run import judge
from asynccourse.judge.source import Unreadable, read_source
from asynccourse.judge.zygote import Zygote
from asynccourse.verdicts.refusal import GraderFault

FORKS = hasattr(os, "fork")


class Worker:
    """Judges what it is told to, with a zygote that is ready before it is needed."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._catalog = find_catalog()
        self._zygote: Zygote | None = None

    def serve(self, errands_in: BinaryIO) -> None:
        """Do errands until there are no more."""
        self._say(Ready())
        for line in errands_in:
            errand = errands.decode(line)
            self._say(self._do(errand))
            self._warm(self._catalog.find(errand.exercise))
            self._say(Ready())

    def close(self) -> None:
        """End the zygote."""
        if self._zygote is not None:
            self._zygote.close()

    def _do(self, errand: Errand) -> Answer:
        if errand.warm:
            return NotJudged("")
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            return self._judge(self._catalog.find(errand.exercise))
        except KeyboardInterrupt:
            return NotJudged("")
        except (CourseError, GraderFault, Unreadable) as error:
            return NotJudged(str(error))
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _judge(self, exercise: Exercise) -> Judged:
        source = read_source(exercise.stub)
        zygote, self._zygote = self._zygote, None
        options = Options(seed=random.randrange(2**31), fork=FORKS)
        results = judge(
            [Job(0, exercise, source)],
            options,
            zygote=zygote,
            on_test=lambda job, test: self._say(Tested(test)),
        )
        return Judged(results[0], digest(source.data))

    def _warm(self, exercise: Exercise) -> None:
        """Have a zygote that has imported what the exercise's runners need."""
        if not FORKS:
            return
        if self._zygote is None or not self._zygote.alive:
            self.close()
            self._zygote = Zygote()
        ours, theirs = socket.socketpair()
        with ours, theirs:  # a runner without a judge ends by itself
            try:
                room = self._zygote.room()
                fds = (theirs.fileno(), theirs.fileno())
                pid, pidfd = self._zygote.fork(*fds, exercise.file.preloads, room)
                self._zygote.end_soon(pid)
                if pidfd >= 0:
                    os.close(pidfd)
            except GraderFault:
                self.close()
                self._zygote = None  # the next errand starts its own, and tells what is wrong

    def _say(self, answer: Answer) -> None:
        self._out.write(msgspec.json.encode(answer) + b"\n")
        self._out.flush()


def main() -> None:
    """Serve the desk that started this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker = Worker(os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # whatever else is printed here is no answer
    try:
        worker.serve(sys.stdin.buffer)
    except BrokenPipeError:
        pass  # the desk is gone
    finally:
        worker.close()


if __name__ == "__main__":
    main()
