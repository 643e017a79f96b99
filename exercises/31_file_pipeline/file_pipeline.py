"""Merge logs that are still being written.

`merge_logs` works, and the event loop stands still while it waits for a source that isn't ready.
Let the loop run on meanwhile.
"""

import asyncio
import heapq
import os
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

TIME = len("12:00:00.000")
"""How much of a line its time takes."""


async def merge_logs(paths: Sequence[str], out: str) -> None:
    """Merge the lines of logs, each in the order of time, into the file `out`.

    A path may be that of a FIFO. Of lines with the same time, that of the earlier path comes first.
    """
    # TODO: wait for the sources with `aiofiles`, and for all of them together.
    with ExitStack() as stack, Path(out).open("w") as merged:
        sources = [stack.enter_context(Path(path).open()) for path in paths]
        for line in heapq.merge(*sources, key=lambda line: line[:TIME]):
            merged.write(line.rstrip("\n") + "\n")
            merged.flush()


async def main() -> None:
    """Merge a file with a FIFO that gets ready after a second; count how often the loop turns."""
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.1)
            ticks += 1

    with tempfile.TemporaryDirectory() as folder:
        file, fifo, out = (Path(folder, name) for name in ("web.log", "db.log", "merged.log"))
        file.write_text("12:00:00.100 web: request\n12:00:00.300 web: answer\n")
        os.mkfifo(fifo)

        def write_late() -> None:
            time.sleep(1)
            fifo.write_text("12:00:00.200 db: query\n")

        threading.Thread(target=write_late).start()
        ticking = asyncio.create_task(tick())
        await merge_logs([str(file), str(fifo)], str(out))
        ticking.cancel()
        print(out.read_text(), end="")
    print(f"{ticks} ticks of the loop meanwhile")


if __name__ == "__main__":
    asyncio.run(main())
