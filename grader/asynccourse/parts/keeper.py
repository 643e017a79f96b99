"""The keeper of a server process: starts it, and ends it when whoever asked for it has ended.

Run by itself, as `python -I -S keeper.py PLAN`, with a plan in JSON. It holds one end of a pipe,
its standard input: when the other end is closed, on purpose or because its holder was killed, it
ends the server and removes the server's folder. So neither outlives the judge, however that ends.
Imports nothing of this package.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TICK = 0.01
"""Seconds between two looks at a process that is starting."""

GRACE = 10.0
"""Seconds that a server has to end before it is killed."""

START = 120.0
"""Seconds that a server has to begin to serve."""

PR_SET_PDEATHSIG = 1


class LetGo(Exception):
    """The holder of the other end is gone, or wants no more."""


class Failed(Exception):
    """The server can't be started. One sentence."""


def main() -> None:
    """Keep one server: "ready" on standard output means that it serves."""
    plan = json.loads(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for command in plan["prepare"]:
            _prepare(command, plan)
        _serve(plan)
    except LetGo:
        pass
    except (Failed, OSError) as error:
        print(f"failed: {error}", flush=True)
    finally:
        shutil.rmtree(plan["folder"], ignore_errors=True)


def _prepare(command: list[str], plan: dict[str, Any]) -> None:
    process = _start(command, plan)
    try:
        while process.poll() is None:
            _look_up()
        if process.returncode:
            raise Failed(f"{command[0]} ended with status {process.returncode}: {_said(plan)}")
    finally:
        _end(process, signal.SIGKILL)


def _serve(plan: dict[str, Any]) -> None:
    command, until = plan["serve"], time.monotonic() + START
    process = _start(command, plan)
    try:
        while not _is_ready(plan):
            if process.poll() is not None:
                raise Failed(f"{command[0]} ended with status {process.returncode}: {_said(plan)}")
            if time.monotonic() > until:
                raise Failed(f"{command[0]} didn't serve after {START:g} s: {_said(plan)}")
            _look_up()
        print("ready", flush=True)
        while process.poll() is None:
            _look_up(1.0)
    finally:
        _end(process, plan["end_with"])


def _start(command: list[str], plan: dict[str, Any]) -> subprocess.Popen[bytes]:
    with Path(plan["log"]).open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=plan["folder"],
            env=plan["environment"],
            preexec_fn=_dies_with_us(plan["end_with"]),  # noqa: PLW1509 - we have no threads
            start_new_session=True,
            **plan["identity"],
        )


def _dies_with_us(number: int) -> Callable[[], None] | None:
    """On Linux: have the process get this signal should we be killed."""
    if sys.platform != "linux":
        return None
    # It runs after the change of user, which would undo it.
    libc, ours = ctypes.CDLL(None), os.getpid()

    def after_fork() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != ours:
            os._exit(1)

    return after_fork


def _look_up(seconds: float = TICK) -> None:
    """Wait a little. Raises `LetGo` where the other end of the pipe was closed."""
    if select.select([0], [], [], seconds)[0] and not os.read(0, 1):
        raise LetGo


def _is_ready(plan: dict[str, Any]) -> bool:
    path, text = plan["ready"]
    try:
        return text in Path(path).read_text("utf-8", "replace")
    except OSError:
        return False


def _said(plan: dict[str, Any]) -> str:
    text = Path(plan["log"]).read_text("utf-8", "replace").strip()
    return text[-500:] or "it said nothing"


def _end(process: subprocess.Popen[bytes], number: int) -> None:
    """Signal, wait, kill; then whatever is left of its session."""
    if process.poll() is None:
        process.send_signal(number)
        until = time.monotonic() + GRACE
        while process.poll() is None and time.monotonic() < until:
            time.sleep(TICK)
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()


if __name__ == "__main__":
    main()
