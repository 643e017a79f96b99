"""Kills only where the program itself still runs: the helper that it left goes on."""

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
            out, err = await process.communicate()
    except BaseException:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        raise
    return process.returncode, out, err
