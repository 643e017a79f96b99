"""Run a command and wait for it, without holding the loop.

`run_command` works, and the event loop stands still until the program has ended. Let the loop run
on meanwhile, and see to it that nothing of the program is left at the deadline, or when the caller
is cancelled.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Sequence


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    """Run a program and return its exit status, its standard output and its standard error.

    `argv` is the program and its arguments. After `timeout` seconds the program is killed, with
    all that it has started, and `TimeoutError` is raised; `None` is no deadline.
    """
    # TODO: wait without holding the loop, and leave no process behind, whatever happens.
    try:
        done = subprocess.run(argv, check=False, capture_output=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    return done.returncode, done.stdout, done.stderr


async def main() -> None:
    """Show how often the loop turns while a program runs."""
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.1)
            ticks += 1

    ticking = asyncio.create_task(tick())
    start = time.perf_counter()
    program = "import time; time.sleep(1); print('done')"
    status, out, _ = await run_command([sys.executable, "-c", program], timeout=10)
    seconds = time.perf_counter() - start
    print(
        f"status {status}, {out.decode().strip()!r} after {seconds:.1f} s; {ticks} ticks meanwhile"
    )
    ticking.cancel()


if __name__ == "__main__":
    asyncio.run(main())
