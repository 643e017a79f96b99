"""An async generator gives the pieces of both outputs as they come; closing it cleans up."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, suppress


async def pieces(argv: Sequence[str]) -> AsyncIterator[tuple[int, bytes | int]]:
    """Yield `(1, bytes)`, `(2, bytes)`, and at last `(0, status)`."""
    process = await asyncio.create_subprocess_exec(
        *argv, stdout=PIPE, stderr=PIPE, start_new_session=True
    )
    queue: asyncio.Queue[tuple[int, bytes]] = asyncio.Queue(10)

    async def read(number: int, stream: asyncio.StreamReader) -> None:
        while piece := await stream.read(1 << 16):
            await queue.put((number, piece))
        await queue.put((number, b""))

    readers = [
        asyncio.create_task(read(1, process.stdout)),
        asyncio.create_task(read(2, process.stderr)),
    ]
    try:
        left = {1, 2}
        while left:
            number, piece = await queue.get()
            if not piece:
                left.remove(number)
            yield number, piece
        yield 0, await process.wait()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for reader in readers:
            reader.cancel()
        await asyncio.wait(readers)
        await process.communicate()


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    status = 0
    written = {1: bytearray(), 2: bytearray()}
    async with aclosing(pieces(argv)) as run, asyncio.timeout(timeout):
        async for number, piece in run:
            if isinstance(piece, int):
                status = piece
            else:
                written[number] += piece
    return status, bytes(written[1]), bytes(written[2])
