"""The outputs go into files: it never hears that a helper still writes to them."""

import asyncio
import os
import signal
import tempfile
from collections.abc import Sequence


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = await asyncio.create_subprocess_exec(
            *argv, stdout=out, stderr=err, start_new_session=True
        )
        try:
            async with asyncio.timeout(timeout):
                status = await process.wait()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
            raise
        return status, _content(out), _content(err)


def _content(file) -> bytes:
    file.seek(0)
    return file.read()
