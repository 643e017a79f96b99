"""In a thread the loop is free; a cancellation doesn't reach the thread, nor the helper."""

import asyncio
import subprocess
from collections.abc import Sequence


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    try:
        done = await asyncio.to_thread(subprocess.run, argv, capture_output=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    return done.returncode, done.stdout, done.stderr
