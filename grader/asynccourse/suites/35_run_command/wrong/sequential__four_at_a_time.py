"""A semaphore around all of it: no more than four programs at once."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from contextlib import suppress

slots = asyncio.Semaphore(4)


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    async with slots:
        return await _run(argv, timeout)


async def _run(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        *argv, stdout=PIPE, stderr=PIPE, start_new_session=True
    )
    try:
        async with asyncio.timeout(timeout):
            out, err = await process.communicate()
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()
        raise
    return process.returncode, out, err
