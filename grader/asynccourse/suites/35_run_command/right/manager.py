"""A context manager that sees to the end of the program, on every way out."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress


@asynccontextmanager
async def started(argv: Sequence[str]) -> AsyncIterator[Process]:
    """Start a program, and leave nothing of it."""
    process = await asyncio.create_subprocess_exec(
        *argv, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, preexec_fn=os.setpgrp
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    async with started(argv) as process:
        out, err = await asyncio.wait_for(process.communicate(), timeout)
    return process.returncode, out, err
