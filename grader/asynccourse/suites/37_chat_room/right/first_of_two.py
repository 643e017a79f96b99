"""Reading and sending as two tasks; whichever ends first ends the other, and the handler."""

import asyncio
import collections
import itertools

from aiohttp import WSMsgType, web


class ChatRoom:
    def __init__(self):
        self._in = {}
        self._numbers = itertools.count()

    @property
    def members(self):
        return [name for name, *_ in self._in.values()]

    async def handle(self, request):
        socket = web.WebSocketResponse(timeout=1.0)
        await socket.prepare(request)
        number, name = next(self._numbers), request.query["name"]
        waiting, event = collections.deque(), asyncio.Event()
        self._in[number] = name, waiting, event, request.transport, socket
        self._tell(f"* {name} joined")
        tasks = [
            asyncio.create_task(self._send(socket, waiting, event)),
            asyncio.create_task(self._read(socket, number)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._gone(number)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return socket

    async def _send(self, socket, waiting, event):
        while True:
            await event.wait()
            event.clear()
            while waiting:
                await socket.send_str(waiting.popleft())

    async def _read(self, socket, number):
        async for message in socket:
            if message.type is WSMsgType.TEXT and number in self._in:
                self._tell(f"{self._in[number][0]}: {message.data}")

    def _tell(self, text):
        full = [number for number, (_, waiting, *_) in self._in.items() if len(waiting) >= 100]
        for _, waiting, event, *_ in self._in.values():
            waiting.append(text)
            event.set()
        for number in full:
            if number in self._in:
                self._in[number][3].abort()
            self._gone(number)

    def _gone(self, number):
        if number in self._in:
            name = self._in.pop(number)[0]
            self._tell(f"* {name} left")

    async def close(self):
        going, self._in = self._in, {}
        tasks = [asyncio.create_task(socket.close(code=1001)) for *_, socket in going.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=1)
        for _, _, _, transport, _ in going.values():
            transport.abort()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
