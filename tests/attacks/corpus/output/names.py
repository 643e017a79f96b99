"""Leaves a task behind whose name and coroutine carry markup, escapes and a change of direction.

exercise: 03_gather
codes: leaked_task
points: 10
"""

import asyncio


async def fetch_all(fetch, keys):
    async def left():
        await asyncio.Event().wait()

    left.__name__ = left.__qualname__ = "<b>\x1b[31m\u202eleft\u2066\0=cmd|' /C calc'!A0"
    asyncio.create_task(left(), name="\x1b]0;x\x07<script>").add_done_callback(print)
    return await asyncio.gather(*map(fetch, keys))
