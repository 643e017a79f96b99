"""`os.posix_spawnp` and pipes by hand, read with `add_reader`; a thread waits for the program."""

import asyncio
import os
import signal
from collections.abc import Sequence


class Pipe:
    """A pipe that the loop empties; `ended` is done when nobody writes any more."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.end, self.theirs = os.pipe()
        os.set_blocking(self.end, False)
        self.pieces: list[bytes] = []
        self.ended = self.loop.create_future()
        self.loop.add_reader(self.end, self.read)

    def read(self) -> None:
        piece = os.read(self.end, 1 << 16)
        self.pieces.append(piece)
        if not piece:
            self.loop.remove_reader(self.end)
            if not self.ended.done():
                self.ended.set_result(None)

    def close(self) -> None:
        self.loop.remove_reader(self.end)
        os.close(self.end)


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    out, err = Pipe(), Pipe()
    places = [(os.POSIX_SPAWN_DUP2, pipe.theirs, fd) for fd, pipe in ((1, out), (2, err))]
    try:
        try:
            pid = os.posix_spawnp(argv[0], argv, os.environ, file_actions=places, setpgroup=0)
        finally:
            os.close(out.theirs)
            os.close(err.theirs)
        waiting = asyncio.create_task(asyncio.to_thread(os.waitpid, pid, 0))
        try:
            async with asyncio.timeout(timeout):
                await asyncio.gather(out.ended, err.ended)
                _, status = await asyncio.shield(waiting)
        except BaseException:
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            await waiting
            raise
        return os.waitstatus_to_exitcode(status), b"".join(out.pieces), b"".join(err.pieces)
    finally:
        out.close()
        err.close()
