"""The grader's end of one judging process: tasks go in, answers come out, and it may die."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import BinaryIO, cast

from asynccourse.grading import frames
from asynccourse.parts import files

LONGEST = 1800.0
"""Seconds after which a task counts as one over which the process hangs. The judge's own limits
end every suite long before, on any machine."""

GRACE = 15.0
"""Seconds that a process has to clear up and end."""

ATTEMPTS, TICK = 40, 0.05
"""How often, and with which pause in seconds, its folder is removed."""


class Died(Exception):
    """The process ended before it gave an answer. How, in a few words."""

    def __init__(self, told: str, *, by_itself: bool) -> None:
        super().__init__(told)
        self.by_itself = by_itself
        """Whether it ended in order: it had nothing to do for long, and took no task any more."""


class JudgingProcess:
    """A process that judges one task at a time. Start it from a thread that outlives it."""

    def __init__(self) -> None:
        self.judged = 0
        """How many answers it has given."""
        self._folder = tempfile.mkdtemp(prefix="asynccourse-")
        # Its runners may be another user, whose own folders are in there.
        Path(self._folder).chmod(0o711)
        self._hung = False
        self._process = subprocess.Popen(
            # Without -P, whatever lies in the current folder could be imported in our stead.
            [sys.executable, "-P", "-m", "asynccourse.grading.worker", self._folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the grader, which knows what to do
        )
        self._in = cast(BinaryIO, self._process.stdin)
        self._out = cast(BinaryIO, self._process.stdout)

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def ask(self, task: bytes) -> bytes:
        """Return the answer to a task. Raises `Died`."""
        limit = threading.Timer(LONGEST, self._give_up)
        limit.start()
        try:
            frames.write(self._in, task)
            answer = frames.read(self._out)
        except (OSError, EOFError, ValueError):
            raise self._death() from None
        finally:
            limit.cancel()
        self.judged += 1
        return answer

    def stop(self) -> None:
        """Tell it to end now, whatever it does."""
        self._process.terminate()

    def end(self) -> None:
        """Have it end, wait for that, and see that nothing of it is left."""
        self._wait()
        self._out.close()
        self._remove_folder()

    def _remove_folder(self) -> None:
        """Remove what it left, which of a process that was killed may still be written to."""
        for _ in range(ATTEMPTS):
            files.remove(Path(self._folder))
            if not Path(self._folder).exists():
                return
            time.sleep(TICK)

    def _give_up(self) -> None:
        self._hung = True
        self._process.kill()

    def _death(self) -> Died:
        status = self._wait()
        if self._hung:
            return Died(f"it gave no answer in {LONGEST:g} s", by_itself=False)
        return Died(_how(status), by_itself=status == 0 and self.judged > 0)

    def _wait(self) -> int:
        """Let it end, or else kill it; return its status."""
        try:
            self._in.close()
        except OSError:
            pass  # what was still to be written has no reader
        try:
            return self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def _how(status: int) -> str:
    if status >= 0:
        return f"it ended with status {status}"
    try:
        return f"it was killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"it was killed by signal {-status}"
