"""Run a command and wait for it, without holding the loop: the reference solution."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from contextlib import suppress


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    """Run a program and return its exit status, its standard output and its standard error.

    `argv` is the program and its arguments. After `timeout` seconds the program is killed, with
    all that it has started, and `TimeoutError` is raised; `None` is no deadline.
    """
    # No shell: nobody takes the arguments apart. No standard input: the program can't wait for
    # somebody to type. A session of its own makes it the leader of a process group.
    process = await asyncio.create_subprocess_exec(
        *argv, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, start_new_session=True
    )
    try:
        async with asyncio.timeout(timeout):
            out, err = await process.communicate()
    except BaseException:
        # The deadline or the caller's cancellation: for the processes they are the same.
        await _kill(process)
        raise
    assert process.returncode is not None
    return process.returncode, out, err


async def _kill(process: asyncio.subprocess.Process) -> None:
    """Kill what is left of the program's group, and wait until it has ended."""
    # The program itself may have ended, with a helper that still holds a pipe: so the group is
    # asked, and not `process.returncode`.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    # Reads both pipes to their end, which closes them, and reaps the program. Nobody is left who
    # could make this take long.
    await process.communicate()
