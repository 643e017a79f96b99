"""Aborts from a thread while the loop waits: SIGABRT, and a core file where one may be written.

exercise: 03_gather
codes: crashed
"""

import asyncio
import os
import threading


async def fetch_all(fetch, keys):
    threading.Timer(0.01, os.abort).start()
    await asyncio.Event().wait()
