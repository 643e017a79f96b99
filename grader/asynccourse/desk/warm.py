"""The desk's end of a warm judge: errands go out, answers come in; one that dies is replaced."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from asynccourse.desk.errands import (
    Answer,
    Errand,
    Judged,
    NotJudged,
    Ready,
    Tested,
    answers,
)
from asynccourse.verdicts.result import TestResult

LONGEST = 2**26
"""Bytes of the longest answer: a verdict with all its timelines."""

GRACE = 5.0
"""Seconds in which a judge that was stopped says so."""


class WarmJudge:
    """Judges one exercise at a time, in a process that stays. Use it as a context manager."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: asyncio.subprocess.Process | None = None
        self._ready = False
        self._judging = False

    async def __aenter__(self) -> WarmJudge:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end()

    async def warm(self, exercise: str) -> None:
        """Get ready to judge an exercise."""
        await self._until_ready()
        self._send(Errand(exercise, warm=True))
        await self._until_ready()

    async def judge(
        self, exercise: str, on_test: Callable[[TestResult], None] = lambda test: None
    ) -> Judged | NotJudged:
        """Judge the learner's file as it is now. Cancelled, the errand is stopped as well."""
        await self._until_ready()
        self._send(Errand(exercise))
        self._judging = True
        try:
            return await self._verdict(on_test)
        except asyncio.CancelledError:
            await self._stop()
            raise
        finally:
            self._judging = False

    async def _verdict(self, on_test: Callable[[TestResult], None]) -> Judged | NotJudged:
        while True:
            answer = await self._hear()
            if answer is None:
                return NotJudged("the judge itself has died: save the file again")
            if isinstance(answer, Tested):
                on_test(answer.test)
            if isinstance(answer, Judged | NotJudged):
                return answer

    async def _until_ready(self) -> None:
        """Start the process where there is none, and wait until it takes an errand."""
        if self._process is None:
            await self._start()
        while not self._ready:
            if await self._hear() is None:
                await self._start()

    async def _start(self) -> None:
        self._ready = False
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "asynccourse.desk.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=self._root,
            limit=LONGEST,
            start_new_session=True,  # Ctrl-C is for the desk, which knows what to do
        )

    def _send(self, errand: Errand) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._ready = False
        self._process.stdin.write(msgspec.json.encode(errand) + b"\n")

    async def _hear(self) -> Answer | None:
        """Return the next answer; None from a process that has ended."""
        assert self._process is not None
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line.endswith(b"\n"):
            await self._end()
            return None
        answer = answers.decode(line)
        self._ready = isinstance(answer, Ready)
        return answer

    async def _stop(self) -> None:
        """Stop an errand; a judge that doesn't stop is ended."""
        if self._process is None:
            return
        try:
            self._process.send_signal(signal.SIGINT)
            async with asyncio.timeout(GRACE):
                await self._until_ready()
        except (TimeoutError, ProcessLookupError):
            await self._end()

    async def _end(self) -> None:
        process, self._process = self._process, None
        self._ready = False
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        if self._judging:
            _kill(process)
        try:
            async with asyncio.timeout(GRACE):
                await process.wait()
        except TimeoutError:
            _kill(process)
            await process.wait()


def _kill(process: asyncio.subprocess.Process) -> None:
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except ProcessLookupError:
        pass
