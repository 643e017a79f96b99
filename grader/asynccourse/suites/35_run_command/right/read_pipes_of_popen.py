"""`Popen` starts the program, `connect_read_pipe` reads its pipes, an executor waits for it."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Sequence


class Output(asyncio.Protocol):
    def __init__(self) -> None:
        self.content = bytearray()
        self.closed = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        self.content.extend(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed.set()


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    loop = asyncio.get_running_loop()
    pipe = subprocess.PIPE
    with subprocess.Popen(argv, stdout=pipe, stderr=pipe, process_group=0) as popen:
        ended = loop.run_in_executor(None, popen.wait)
        transports, outputs = [], []
        try:
            async with asyncio.timeout(timeout):
                for end in (popen.stdout, popen.stderr):
                    transport, output = await loop.connect_read_pipe(Output, end)
                    transports.append(transport)
                    outputs.append(output)
                for output in outputs:
                    await output.closed.wait()
                await asyncio.shield(ended)
        except BaseException:
            try:
                os.killpg(popen.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            await ended
            raise
        finally:
            for transport in transports:
                transport.close()
    out, err = (bytes(output.content) for output in outputs)
    return popen.returncode, out, err
