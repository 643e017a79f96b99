"""Gives 127 for a program that isn't there, as a shell does."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE
from collections.abc import Sequence


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    try:
        process = await asyncio.create_subprocess_exec(
            *argv, stdout=PIPE, stderr=PIPE, start_new_session=True
        )
    except OSError as error:
        return 127, b"", str(error).encode()
    try:
        async with asyncio.timeout(timeout):
            out, err = await process.communicate()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()
        raise
    return process.returncode, out, err
