"""One log of what was told, in which each member has a place; who is too far behind is cut off."""

import asyncio
import contextlib

from aiohttp import WSMsgType, web


class ChatRoom:
    def __init__(self):
        self.log = []
        self.places = {}
        self.names = {}
        self.transports = {}
        self.changed = asyncio.Condition()
        self.wakers = set()

    @property
    def members(self):
        return list(self.names.values())

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.places[socket] = len(self.log)
        name = self.names[socket] = request.query["name"]
        self.transports[socket] = request.transport
        self.tell(f"* {name} joined")
        sender = asyncio.ensure_future(self.send(socket))
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self.tell(f"{name}: {message.data}")
        finally:
            sender.cancel()
            self.remove(socket)
            with contextlib.suppress(asyncio.CancelledError):
                await sender
        return socket

    async def send(self, socket):
        with contextlib.suppress(ConnectionError):
            while True:
                async with self.changed:
                    await self.changed.wait_for(lambda: self.places[socket] < len(self.log))
                self.places[socket] += 1
                await socket.send_str(self.log[self.places[socket] - 1])

    def tell(self, text):
        self.log.append(text)
        for socket in list(self.names):
            if len(self.log) - self.places[socket] > 100:
                self.transports[socket].abort()
                self.remove(socket)
        waker = asyncio.ensure_future(self.wake())
        self.wakers.add(waker)
        waker.add_done_callback(self.wakers.discard)

    async def wake(self):
        async with self.changed:
            self.changed.notify_all()

    def remove(self, socket):
        if name := self.names.pop(socket, None):
            self.tell(f"* {name} left")

    async def close(self):
        async def one(socket):
            try:
                await asyncio.wait_for(socket.close(code=1001), 1)
            except TimeoutError:
                self.transports[socket].abort()

        sockets = list(self.names)
        self.names.clear()
        await asyncio.gather(*map(one, sockets))
