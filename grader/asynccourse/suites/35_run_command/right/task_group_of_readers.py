"""Reads both pipes in tasks of its own, and waits beside them."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        *argv, stdout=PIPE, stderr=PIPE, start_new_session=True
    )

    assert process.stdout is not None
    assert process.stderr is not None
    async with asyncio.TaskGroup() as group:
        out = group.create_task(process.stdout.read())
        err = group.create_task(process.stderr.read())
        try:
            async with asyncio.timeout(timeout):
                await asyncio.wait([out, err])
                status = await process.wait()
        except BaseException:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            await asyncio.wait([out, err])
            await process.wait()
            failed = sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1]
        else:
            failed = None
    if failed is not None:
        raise failed
    return status, out.result(), err.result()
