"""Kills the group as soon as the program itself has ended: what a helper would write is lost."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from contextlib import suppress


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        *argv, stdout=PIPE, stderr=PIPE, start_new_session=True
    )
    talking = asyncio.create_task(process.communicate())
    try:
        async with asyncio.timeout(timeout):
            while process.returncode is None:
                await asyncio.sleep(0.01)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        out, err = await talking
    return process.returncode, out, err
