"""A TaskGroup of two readers, a waiter and a watchdog, whose TimeoutError ends the others."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence


async def watchdog(seconds: float) -> None:
    await asyncio.sleep(seconds)
    raise TimeoutError(f"not over after {seconds} s")


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        *argv, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, process_group=0
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        async with asyncio.TaskGroup() as group:
            dog = None if timeout is None else group.create_task(watchdog(timeout))
            parts = [
                group.create_task(process.wait()),
                group.create_task(process.stdout.read()),
                group.create_task(process.stderr.read()),
            ]
            await asyncio.wait(parts)
            if dog is not None:
                dog.cancel()
    except* TimeoutError as errors:
        raise errors.exceptions[0] from None
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        await process.communicate()
    status, out, err = (part.result() for part in parts)
    return status, out, err
