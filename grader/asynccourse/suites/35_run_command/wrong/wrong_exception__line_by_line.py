"""Reads by lines: one that is longer than the reader's limit is an error."""

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
            out, err = await asyncio.gather(_lines(process.stdout), _lines(process.stderr))
            return await process.wait(), out, err
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()
        raise


async def _lines(pipe: asyncio.StreamReader) -> bytes:
    return b"".join([line async for line in pipe])
