"""Reads in threads, and closes its ends of the pipes only where something goes wrong."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

started = []


async def run_command(argv: Sequence[str], timeout: float | None) -> tuple[int, bytes, bytes]:
    pipe, threads = subprocess.PIPE, ThreadPoolExecutor(3)
    popen = subprocess.Popen(argv, stdout=pipe, stderr=pipe, start_new_session=True)
    started.append(popen)
    loop, jobs = asyncio.get_running_loop(), (popen.wait, popen.stdout.read, popen.stderr.read)
    talking = asyncio.gather(*(loop.run_in_executor(threads, job) for job in jobs))
    threads.shutdown(wait=False)
    try:
        async with asyncio.timeout(timeout):
            status, out, err = await asyncio.shield(talking)
    except BaseException:
        with suppress(ProcessLookupError):
            os.killpg(popen.pid, signal.SIGKILL)
        await talking
        popen.stdout.close()
        popen.stderr.close()
        raise
    return status, out, err
