"""A timer kills the group, and so ends the reading; a cancellation lets it ring at once."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from contextlib import suppress


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    loop = asyncio.get_running_loop()
    program = await asyncio.create_subprocess_exec(
        *argv, stdout=PIPE, stderr=PIPE, start_new_session=True
    )
    late = False

    def ring() -> None:
        nonlocal late
        late = True
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)

    timer = None if timeout is None else loop.call_later(timeout, ring)
    reading = asyncio.ensure_future(program.communicate())
    try:
        out, err = await asyncio.shield(reading)
    except asyncio.CancelledError:
        ring()
        await reading
        raise
    finally:
        if timer is not None:
            timer.cancel()
    if late:
        raise TimeoutError
    return await program.wait(), out, err
