"""Puts a link to somebody else's socket where the judge expects its server to listen.

The judge may connect where the submission may not.

exercise: 36_line_server
codes: wrong_result
"""

import asyncio
import os


async def serve(path):
    if not os.path.lexists(path):
        os.symlink("@socket@", path)
    await asyncio.get_running_loop().create_future()
