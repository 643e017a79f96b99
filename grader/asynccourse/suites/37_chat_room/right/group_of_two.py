"""For each member a TaskGroup of two: one hears, one speaks; the first to end ends the other."""

import asyncio
from collections import deque

from aiohttp import WSMsgType, web


class Gone(Exception):
    pass


class ChatRoom:
    def __init__(self):
        self._seats = {}

    @property
    def members(self):
        return [name for name, *_ in self._seats.values()]

    async def handle(self, request):
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        name = request.query["name"]
        waiting, news = deque(), asyncio.Event()
        self._seats[socket] = name, waiting, news, request.transport
        self._tell(f"* {name} joined")
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._listen(socket, name))
                group.create_task(self._speak(socket, waiting, news))
        except* (Gone, ConnectionError):
            pass
        finally:
            self._leave(socket)
        return socket

    async def _listen(self, socket, name):
        while (message := await socket.receive()).type not in (
            WSMsgType.CLOSE,
            WSMsgType.CLOSING,
            WSMsgType.CLOSED,
            WSMsgType.ERROR,
        ):
            if message.type is WSMsgType.TEXT:
                self._tell(f"{name}: {message.data}")
        raise Gone

    async def _speak(self, socket, waiting, news):
        while True:
            await news.wait()
            while waiting:
                await socket.send_str(waiting.popleft())
            news.clear()

    def _tell(self, text):
        full = []
        for socket, (_, waiting, news, _) in self._seats.items():
            if len(waiting) == 100:
                full.append(socket)
            else:
                waiting.append(text)
                news.set()
        for socket in full:
            self._leave(socket)

    def _leave(self, socket):
        if socket in self._seats:
            name, _, _, transport = self._seats.pop(socket)
            if not socket.closed and transport:
                transport.abort()
            self._tell(f"* {name} left")

    async def close(self):
        seats, self._seats = self._seats, {}
        closing = [asyncio.create_task(socket.close(code=1001)) for socket in seats]
        if closing:
            await asyncio.wait(closing, timeout=1)
        for task in closing:
            task.cancel()
        for _, _, _, transport in seats.values():
            transport.abort()
        await asyncio.gather(*closing, return_exceptions=True)
