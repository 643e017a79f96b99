"""The program writes into sockets, of which the loop reads the other ends."""

import asyncio
import os
import signal
import socket
from collections.abc import Sequence
from contextlib import ExitStack, suppress


async def content(end: socket.socket) -> bytes:
    loop = asyncio.get_running_loop()
    got = bytearray()
    while piece := await loop.sock_recv(end, 1 << 16):
        got += piece
    return bytes(got)


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    with ExitStack() as ours, ExitStack() as theirs:
        ends = []
        for _ in range(2):
            mine, other = socket.socketpair()
            mine.setblocking(False)
            ends.append((ours.enter_context(mine), theirs.enter_context(other)))
        (out, their_out), (err, their_err) = ends
        process = await asyncio.create_subprocess_exec(
            *argv, stdout=their_out, stderr=their_err, start_new_session=True
        )
        theirs.close()
        try:
            async with asyncio.timeout(timeout):
                written = await asyncio.gather(content(out), content(err))
                return await process.wait(), *written
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
            raise
