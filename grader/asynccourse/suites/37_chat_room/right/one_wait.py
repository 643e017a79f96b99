"""The handler is one loop around `asyncio.wait`: one receive and one send at most are under way."""

import asyncio
from collections import deque

from aiohttp import WSMsgType, web

BACKLOG = 100
GRACE = 1.0


class Chatter:
    def __init__(self, name, socket, transport):
        self.name = name
        self.socket = socket
        self.transport = transport
        self.texts = deque()
        self.bell = asyncio.Event()


class ChatRoom:
    def __init__(self):
        self._chatters = {}
        self._numbers = 0

    @property
    def members(self):
        return [chatter.name for _, chatter in sorted(self._chatters.items())]

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        chatter = Chatter(request.query["name"], socket, request.transport)
        self._numbers += 1
        number = self._numbers
        self._chatters[number] = chatter
        self._tell(f"* {chatter.name} joined")
        receiving = asyncio.create_task(socket.receive())
        sending = asyncio.create_task(self._next(chatter))
        try:
            while True:
                await asyncio.wait([receiving, sending], return_when=asyncio.FIRST_COMPLETED)
                if receiving.done():
                    message = receiving.result()
                    if message.type is WSMsgType.TEXT:
                        self._tell(f"{chatter.name}: {message.data}")
                    elif message.type is not WSMsgType.BINARY:
                        break
                    receiving = asyncio.create_task(socket.receive())
                if sending.done():
                    if sending.exception():
                        break
                    sending = asyncio.create_task(self._next(chatter))
        finally:
            self._gone(number)
            receiving.cancel()
            sending.cancel()
            await asyncio.gather(receiving, sending, return_exceptions=True)
        return socket

    async def _next(self, chatter):
        while not chatter.texts:
            chatter.bell.clear()
            await chatter.bell.wait()
        await chatter.socket.send_str(chatter.texts.popleft())

    def _tell(self, text):
        late = []
        for number, chatter in sorted(self._chatters.items()):
            if len(chatter.texts) == BACKLOG:
                chatter.transport.abort()
                late.append(number)
            else:
                chatter.texts.append(text)
                chatter.bell.set()
        for number in late:
            self._gone(number)

    def _gone(self, number):
        chatter = self._chatters.pop(number, None)
        if chatter is not None:
            self._tell(f"* {chatter.name} left")

    async def close(self):
        chatters = list(self._chatters.values())
        self._chatters = {}
        await asyncio.gather(*map(self._send_off, chatters))

    async def _send_off(self, chatter):
        cut = asyncio.get_running_loop().call_later(GRACE, chatter.transport.abort)
        await chatter.socket.close(code=1001)
        cut.cancel()
