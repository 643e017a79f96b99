"""`run_command` is a class whose objects are awaited; a race of the run against a sleep decides."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE
from collections.abc import Generator, Sequence


class run_command:
    def __init__(self, argv: Sequence[str], timeout: float | None) -> None:
        self.argv = argv
        self.timeout = timeout

    def __await__(self) -> Generator[object, None, tuple[int, bytes, bytes]]:
        return self.race().__await__()

    async def race(self) -> tuple[int, bytes, bytes]:
        self.process = await asyncio.create_subprocess_exec(
            *self.argv, stdout=PIPE, stderr=PIPE, start_new_session=True
        )
        run = asyncio.create_task(self.run())
        bell = asyncio.create_task(self.bell())
        try:
            await asyncio.wait({run, bell}, return_when=asyncio.FIRST_COMPLETED)
            if not run.done():
                raise TimeoutError
        finally:
            bell.cancel()
            if not run.done():
                self.kill()
            await run
        return run.result()

    async def run(self) -> tuple[int, bytes, bytes]:
        reading = self.process.stdout.read(), self.process.stderr.read()
        status, out, err = await asyncio.gather(self.process.wait(), *reading)
        return status, out, err

    async def bell(self) -> None:
        await asyncio.sleep(float("inf") if self.timeout is None else self.timeout)

    def kill(self) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
