"""Asks first and kills after a moment."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE
from collections.abc import Sequence


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        *argv, stdout=PIPE, stderr=PIPE, start_new_session=True
    )

    talking = asyncio.create_task(process.communicate())
    try:
        done, _ = await asyncio.wait([talking], timeout=timeout)
        if not done:
            raise TimeoutError
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            if not talking.done():
                _send(process.pid, number)
                await asyncio.wait([talking], timeout=0.2 if number == signal.SIGTERM else None)
    out, err = await talking
    assert process.returncode is not None
    return process.returncode, out, err


def _send(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        pass
