"""On 3.13 a sender ends when its queue is shut down, before by a mark; nothing is cancelled."""

import asyncio
import sys

from aiohttp import WSMsgType, web

BACKLOG = 100
GRACE = 1.0


class Closed(Exception):
    pass


if sys.version_info >= (3, 13):

    class Line(asyncio.Queue):
        def end(self):
            self.shutdown(immediate=True)

    CLOSED = asyncio.QueueShutDown
else:

    class Line(asyncio.Queue):
        def end(self):
            while not self.empty():
                self.get_nowait()
            self.put_nowait(None)

        async def get(self):
            if (text := await super().get()) is None:
                raise Closed
            return text

    CLOSED = Closed


class ChatRoom:
    def __init__(self):
        self._room = []

    @property
    def members(self):
        return [name for name, *_ in self._room]

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        name, line = request.query["name"], Line(BACKLOG)
        me = name, line, socket, request.transport
        self._room.append(me)
        self._tell(f"* {name} joined")
        sender = asyncio.create_task(self._send(socket, line))
        try:
            async for kind, data, _ in socket:
                if kind == WSMsgType.TEXT:
                    self._tell(f"{name}: {data}")
        finally:
            self._leave(me)
            line.end()
            if me[-1].get_write_buffer_size():
                me[-1].abort()
            await sender
        return socket

    async def _send(self, socket, line):
        try:
            while True:
                await socket.send_str(await line.get())
        except (CLOSED, ConnectionError):
            pass

    def _tell(self, text):
        full = [one for one in self._room if one[1].full()]
        for one in self._room:
            if one not in full:
                one[1].put_nowait(text)
        for one in full:
            one[-1].abort()
            self._leave(one)

    def _leave(self, me):
        if me in self._room:
            self._room.remove(me)
            self._tell(f"* {me[0]} left")

    async def close(self):
        leaving = self._room[:]
        del self._room[:]

        async def goodbye(_name, _line, socket, transport):
            try:
                await asyncio.wait_for(socket.close(code=1001), GRACE)
            except TimeoutError:
                transport.abort()

        await asyncio.gather(*(goodbye(*one) for one in leaving))
