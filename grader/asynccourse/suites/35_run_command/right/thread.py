"""Waits in a thread, which ends when the group has been killed."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    process = subprocess.Popen(
        argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    talking = asyncio.ensure_future(asyncio.to_thread(process.communicate))
    try:
        async with asyncio.timeout(timeout):
            out, err = await asyncio.shield(talking)
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await talking
        raise
    return process.returncode, out, err
