"""Waits for the end at the deadline; on cancellation it only kills."""

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
        out, err = await asyncio.wait_for(process.communicate(), timeout)
    except TimeoutError:
        os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()
        raise
    except asyncio.CancelledError:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    return process.returncode, out, err
