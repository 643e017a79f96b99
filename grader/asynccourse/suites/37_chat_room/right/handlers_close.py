"""`close` only gives a sign: each handler waits for it, too, and closes its own connection."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

BACKLOG = 100
GRACE = 1.0


@dataclass(eq=False)
class Seat:
    name: str
    transport: asyncio.Transport
    queue: asyncio.Queue = field(default_factory=lambda: asyncio.Queue(BACKLOG))
    empty: asyncio.Event = field(default_factory=asyncio.Event)


class ChatRoom:
    def __init__(self):
        self._seats = []
        self._over = asyncio.Event()

    @property
    def members(self):
        return [seat.name for seat in self._seats]

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        seat = Seat(request.query["name"], request.transport)

        async def read():
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._tell(f"{seat.name}: {message.data}")

        async def write():
            while True:
                await socket.send_str(await seat.queue.get())

        self._seats.append(seat)
        self._tell(f"* {seat.name} joined")
        tasks = [asyncio.create_task(one) for one in (read(), write(), self._over.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if self._over.is_set():
                await self._part(socket, seat)
        finally:
            self._leave(seat)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            seat.empty.set()
        return socket

    async def _part(self, socket, seat):
        try:
            async with asyncio.timeout(GRACE):
                await socket.close(code=1001)
        except TimeoutError:
            seat.transport.abort()

    def _tell(self, text):
        full = [seat for seat in self._seats if seat.queue.full()]
        for seat in self._seats:
            if seat not in full:
                seat.queue.put_nowait(text)
        for seat in full:
            seat.transport.abort()
            self._leave(seat)

    def _leave(self, seat):
        if seat in self._seats:
            self._seats.remove(seat)
            if not self._over.is_set():
                self._tell(f"* {seat.name} left")

    async def close(self):
        self._over.set()
        for seat in self._seats.copy():
            await seat.empty.wait()
