"""Serves its clients, the judge among them, with bytes without end.

exercise: 36_line_server
codes: wrong_result hang limit_exceeded blocked_loop unbounded
points: 1
slow: yes
"""

import asyncio


async def serve(path):
    async def talk(reader, writer):
        try:
            while True:
                writer.write(b"x" * 1_000_000)
                await writer.drain()
        except ConnectionError:
            pass

    async with await asyncio.start_unix_server(talk, path):
        await asyncio.get_running_loop().create_future()
