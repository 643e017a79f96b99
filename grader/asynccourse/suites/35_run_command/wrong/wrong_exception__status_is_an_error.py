"""Raises where the program ended with another status than 0."""

import asyncio
import os
import signal
import subprocess
from asyncio.subprocess import PIPE
from collections.abc import Sequence


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        *argv, stdout=PIPE, stderr=PIPE, start_new_session=True
    )
    try:
        async with asyncio.timeout(timeout):
            out, err = await process.communicate()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()
        raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, argv, out, err)
    return process.returncode, out, err
