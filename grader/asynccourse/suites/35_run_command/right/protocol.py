"""A protocol of its own, without streams."""

import asyncio
import os
import signal
from collections import defaultdict
from collections.abc import Sequence


class Run(asyncio.SubprocessProtocol):
    """Collects what a program writes; `over` is done when it has ended and closed its pipes."""

    def __init__(self) -> None:
        self.written: dict[int, list[bytes]] = defaultdict(list)
        self.over = asyncio.get_running_loop().create_future()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Keep it."""
        self.written[fd].append(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """The program has been waited for, and both pipes are closed."""
        if not self.over.done():
            self.over.set_result(None)


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    loop = asyncio.get_running_loop()
    transport, run = await loop.subprocess_exec(Run, *argv, stdin=None, process_group=0)
    group = transport.get_pid()
    try:
        done, _ = await asyncio.wait([run.over], timeout=timeout)
        if not done:
            raise TimeoutError(f"{argv[0]} had not ended after {timeout} s")
    finally:
        if not run.over.done():
            try:
                os.killpg(group, signal.SIGKILL)
            except ProcessLookupError:
                pass
            await run.over
        transport.close()
    return transport.get_returncode() or 0, b"".join(run.written[1]), b"".join(run.written[2])
