"""Tells all in a task that runs on when everybody has gone, until the room is closed."""

import asyncio

from aiohttp import WSMsgType, web

BACKLOG = 100
GRACE = 1.0


class ChatRoom:
    def __init__(self):
        self._seats = {}
        self._events = asyncio.Queue()
        self._teller = None

    @property
    def members(self):
        return [name for name, *_ in self._seats.values()]

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self._teller is None:
            self._teller = asyncio.create_task(self._run())
        name, queue = request.query["name"], asyncio.Queue(BACKLOG)
        self._seats[socket] = name, queue, request.transport
        self._tell(f"* {name} joined")
        sender = asyncio.create_task(self._send(socket, queue))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._events.put_nowait(f"{name}: {message.data}")
                    await asyncio.sleep(0)
        finally:
            self._leave(socket)
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)
        return socket

    async def _run(self):
        while True:
            self._tell(await self._events.get())

    async def _send(self, socket, queue):
        while True:
            await socket.send_str(await queue.get())

    def _tell(self, text):
        late = []
        for socket, (_, queue, transport) in self._seats.items():
            try:
                queue.put_nowait(text)
            except asyncio.QueueFull:
                transport.abort()
                late.append(socket)
        for socket in late:
            self._leave(socket)

    def _leave(self, socket):
        if socket in self._seats:
            name, *_ = self._seats.pop(socket)
            self._tell(f"* {name} left")

    async def close(self):
        seats, self._seats = self._seats, {}
        if self._teller:
            self._teller.cancel()
        await asyncio.gather(*(self._part(socket, seat[-1]) for socket, seat in seats.items()))

    async def _part(self, socket, transport):
        try:
            async with asyncio.timeout(GRACE):
                await socket.close(code=1001)
        except TimeoutError:
            transport.abort()
