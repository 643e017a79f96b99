"""`subprocess` with its own deadline, in a thread of its own that settles a future of the loop."""

import asyncio
import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress


class Running:
    def __init__(self, argv: Sequence[str]) -> None:
        self.process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def run(self, timeout: float | None) -> tuple[int, bytes, bytes]:
        try:
            out, err = self.process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            self.process.communicate()
            raise TimeoutError from None
        return self.process.returncode, out, err


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    running = Running(argv)

    def work() -> None:
        try:
            result = running.run(timeout)
        except Exception as error:
            loop.call_soon_threadsafe(over.set_exception, error)
        else:
            loop.call_soon_threadsafe(over.set_result, result)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        return await asyncio.shield(over)
    except asyncio.CancelledError:
        running.kill()
        await asyncio.wait([over])
        over.exception()
        raise
    finally:
        thread.join()
