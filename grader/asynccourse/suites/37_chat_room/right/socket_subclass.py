"""The member is a websocket itself: a subclass that holds its texts and sends them."""

import asyncio
from collections import deque

from aiohttp import WSMsgType, web

BACKLOG = 100
GRACE = 1.0


class Member(web.WebSocketResponse):
    def __init__(self, request):
        super().__init__()
        self.name = request.query["name"]
        self.transport = request.transport
        self.texts = deque()
        self.some = asyncio.Event()

    def take(self, text):
        if len(self.texts) >= BACKLOG:
            return False
        self.texts.append(text)
        self.some.set()
        return True

    async def pump(self):
        while True:
            await self.some.wait()
            while self.texts:
                await self.send_str(self.texts.popleft())
            self.some.clear()

    async def part(self):
        closing = asyncio.ensure_future(self.close(code=1001))
        await asyncio.wait([closing], timeout=GRACE)
        if not closing.done():
            self.transport.abort()
            closing.cancel()
            await asyncio.wait([closing])


class ChatRoom:
    def __init__(self):
        self._in = {}

    @property
    def members(self):
        return [member.name for member in self._in]

    async def handle(self, request):
        member = Member(request)
        await member.prepare(request)
        self._in[member] = True
        self._all_hear(f"* {member.name} joined")
        pump = asyncio.ensure_future(member.pump())
        try:
            while True:
                message = await member.receive()
                if message.type is WSMsgType.TEXT:
                    self._all_hear(f"{member.name}: {message.data}")
                elif message.type is not WSMsgType.BINARY:
                    break
        finally:
            self._out(member)
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)
        return member

    def _out(self, member):
        if self._in.pop(member, False):
            self._all_hear(f"* {member.name} left")

    def _all_hear(self, text):
        late = [member for member in self._in if not member.take(text)]
        for member in late:
            member.transport.abort()
        for member in late:
            self._out(member)

    async def close(self):
        members = list(self._in)
        self._in.clear()
        async with asyncio.TaskGroup() as group:
            for member in members:
                group.create_task(member.part())
