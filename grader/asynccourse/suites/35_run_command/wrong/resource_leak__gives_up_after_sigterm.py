"""Asks the program to end, waits for a moment, and gives up."""

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

    try:
        async with asyncio.timeout(timeout):
            out, err = await process.communicate()
    except BaseException:
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 0.2)
        raise
    return process.returncode, out, err
