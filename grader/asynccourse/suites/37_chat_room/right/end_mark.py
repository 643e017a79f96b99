"""`close` puts an end mark behind the waiting texts: each sender closes its own connection."""

import asyncio

from aiohttp import WSMsgType, web

BACKLOG = 100
GRACE = 1.0


class ChatRoom:
    def __init__(self):
        self._lines = {}

    @property
    def members(self):
        return [name for name, *_ in self._lines.values()]

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        name = request.query["name"]
        line = asyncio.Queue()
        sender = asyncio.create_task(self._send(socket, line))
        self._lines[socket] = name, request.transport, line, sender
        self._tell(f"* {name} joined")
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._tell(f"{name}: {message.data}")
            if socket not in self._lines:
                await asyncio.wait([sender], timeout=GRACE)
        finally:
            self._drop(socket)
            sender.cancel()
            await asyncio.wait([sender])
        return socket

    @staticmethod
    async def _send(socket, line):
        try:
            while (text := await line.get()) is not None:
                await socket.send_str(text)
            await socket.close(code=1001)
        except ConnectionError:
            pass

    def _tell(self, text):
        full = []
        for socket, (_, transport, line, _) in self._lines.items():
            if line.qsize() < BACKLOG:
                line.put_nowait(text)
            else:
                transport.abort()
                full.append(socket)
        for socket in full:
            self._drop(socket)

    def _drop(self, socket):
        if socket in self._lines:
            name, *_ = self._lines.pop(socket)
            self._tell(f"* {name} left")

    async def close(self):
        lines, self._lines = list(self._lines.values()), {}
        for _, _, line, _ in lines:
            line.put_nowait(None)
        senders = {sender: transport for _, transport, _, sender in lines}
        if senders:
            _, pending = await asyncio.wait(senders, timeout=GRACE)
            for sender in pending:
                senders[sender].abort()
