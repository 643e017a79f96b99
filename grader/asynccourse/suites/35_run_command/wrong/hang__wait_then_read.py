"""Waits for the end first and reads the pipes then: both sides wait for the other."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE
from collections.abc import Sequence


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        *argv, stdout=PIPE, stderr=PIPE, start_new_session=True
    )

    try:
        async with asyncio.timeout(timeout):
            status = await process.wait()
            return status, await process.stdout.read(), await process.stderr.read()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()
        raise
