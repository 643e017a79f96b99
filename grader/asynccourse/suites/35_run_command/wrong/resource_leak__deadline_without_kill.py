"""The wait ends at the deadline, and the program goes on."""

import asyncio
from asyncio.subprocess import PIPE
from collections.abc import Sequence


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    process = await asyncio.create_subprocess_exec(
        *argv, stdout=PIPE, stderr=PIPE, start_new_session=True
    )

    out, err = await asyncio.wait_for(process.communicate(), timeout)
    return process.returncode, out, err
