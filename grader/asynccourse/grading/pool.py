"""Judging processes that stay warm between tasks: on this machine's grader, or on a cluster's
worker. As many live as tasks are judged at once; one that dies is replaced."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from asynccourse.grading.process import Died, JudgingProcess
from asynccourse.grading.task import DEATHS, Outcome, answers, crashed, encode, tasks

RECYCLE = 250
"""Answers after which a process is replaced: what pytest keeps of each, some 50 KiB, adds up."""


class Stopped(Exception):
    """The pool was closed before there was an answer."""


class Pool:
    """Judges tasks for as many threads as ask. Use it as a context manager."""

    def __init__(self, recycle: int = RECYCLE) -> None:
        self._recycle = recycle
        self._lock = threading.Lock()
        self._idle: list[JudgingProcess] = []
        self._busy: set[JudgingProcess] = set()
        self._closed = False
        # Linux kills a process with the thread that started it: this one lives as long as we do.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="starter")

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def judge(self, message: bytes) -> bytes:
        """Return the encoded outcome of an encoded task. Raises `Stopped`."""
        deaths: list[str] = []
        while True:
            process = self._take()
            try:
                answer = process.ask(message)
            except Died as death:
                self._drop(process)
                self._check_open()
                if not death.by_itself:
                    deaths.append(str(death))
                if len(deaths) < DEATHS:
                    continue
                return encode(Outcome(crashed(tasks.decode(message), deaths), deaths))
            self._give_back(process)
            return encode(Outcome(answers.decode(answer), deaths))

    def close(self) -> None:
        """End every process, those that judge as well, and wait until nothing of them is left."""
        with self._lock:
            self._closed = True
            every = [*self._idle, *self._busy]
        for process in every:
            process.stop()
        self._starter.shutdown()
        for process in every:
            process.end()

    def _take(self) -> JudgingProcess:
        self._check_open()
        with self._lock:
            if self._idle:
                process = self._idle.pop()
                self._busy.add(process)
                return process
        try:
            process = self._starter.submit(JudgingProcess).result()
        except RuntimeError:
            raise Stopped from None
        with self._lock:
            self._busy.add(process)
        try:
            self._check_open()
        except Stopped:
            self._drop(process)
            raise
        return process

    def _check_open(self) -> None:
        if self._closed:
            raise Stopped

    def _give_back(self, process: JudgingProcess) -> None:
        with self._lock:
            if not self._closed and process.judged < self._recycle:
                self._busy.discard(process)
                self._idle.append(process)
                return
        self._drop(process)

    def _drop(self, process: JudgingProcess) -> None:
        process.end()
        with self._lock:
            self._busy.discard(process)
