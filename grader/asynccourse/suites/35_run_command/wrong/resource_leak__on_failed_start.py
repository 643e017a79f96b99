"""Leaves four ends of pipes open where the program can't be started."""

import asyncio
import os
import signal
from collections.abc import Sequence
from contextlib import suppress


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    loop = asyncio.get_running_loop()
    ends = [os.pipe(), os.pipe()]
    process = await asyncio.create_subprocess_exec(
        *argv, stdout=ends[0][1], stderr=ends[1][1], start_new_session=True
    )
    readers = []
    for mine, theirs in ends:
        os.close(theirs)
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(
            lambda reader=reader: asyncio.StreamReaderProtocol(reader), os.fdopen(mine, "rb")
        )
        readers.append(reader)
    try:
        async with asyncio.timeout(timeout):
            out, err = await asyncio.gather(*(reader.read() for reader in readers))
            return await process.wait(), out, err
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for reader in readers:
            await reader.read()
        await process.wait()
        raise
