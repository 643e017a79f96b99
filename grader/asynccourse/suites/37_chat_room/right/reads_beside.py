"""The handler itself sends what is in the queue; a task beside it reads, and puts the end in."""

import asyncio
import contextlib

from aiohttp import WSMsgType, web


class ChatRoom:
    def __init__(self):
        self._queues = {}

    @property
    def members(self):
        return [name for name, _ in self._queues.values()]

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        name, queue = request.query["name"], asyncio.Queue()
        self._queues[socket] = name, queue
        socket["transport"] = request.transport
        self._tell(f"* {name} joined")
        reading = asyncio.create_task(self._read(socket, name, queue))
        try:
            while (text := await queue.get()) is not None:
                await socket.send_str(text)
        except ConnectionError:
            pass
        finally:
            self._out(socket)
            reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reading
        return socket

    async def _read(self, socket, name, queue):
        async for message in socket:
            if message.type is WSMsgType.TEXT and socket in self._queues:
                self._tell(f"{name}: {message.data}")
        self._out(socket)
        queue.put_nowait(None)

    def _tell(self, text):
        slow = [one for one, (_, queue) in self._queues.items() if queue.qsize() >= 100]
        for _, queue in self._queues.values():
            queue.put_nowait(text)
        for socket in slow:
            socket["transport"].abort()
            self._out(socket)

    def _out(self, socket):
        if socket in self._queues:
            name, _ = self._queues.pop(socket)
            self._tell(f"* {name} left")

    async def close(self):
        sockets = list(self._queues)
        self._queues.clear()
        await asyncio.gather(*(self._close(socket) for socket in sockets))

    async def _close(self, socket):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(socket.close(code=1001), 1.0)
        socket["transport"].abort()
