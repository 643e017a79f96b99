"""Speaks to the judge where only its worker processes do, and says what none of them may.

exercise: 09_process_pool
codes: forbidden
points: 1
"""

import gc
import socket


async def score_all(chunks):
    services = next(found for found in gc.get_objects() if type(found).__name__ == "Services")
    with socket.socket(socket.AF_UNIX) as wire:
        wire.connect(services.workers[0])
        wire.sendall(b"\0\0\0\x05hello")
        wire.recv(1)
    return []
