"""A task sends for a member only while texts wait for it; a callback begins the next one."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web


@dataclass(eq=False)
class Member:
    name: str
    socket: web.WebSocketResponse
    transport: asyncio.Transport
    waiting: deque = field(default_factory=deque)
    sending: asyncio.Task | None = None

    def hear(self, text):
        self.waiting.append(text)
        if self.sending is None:
            self.send()

    def send(self):
        if self.waiting:
            self.sending = asyncio.create_task(self.socket.send_str(self.waiting.popleft()))
            self.sending.add_done_callback(self.sent)

    def sent(self, task):
        self.sending = None
        if not task.cancelled() and not task.exception():
            self.send()

    async def end(self):
        self.waiting.clear()
        if self.sending:
            self.sending.cancel()
            await asyncio.gather(self.sending, return_exceptions=True)


class ChatRoom:
    def __init__(self):
        self.list = []

    @property
    def members(self):
        return [member.name for member in self.list]

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        member = Member(request.query["name"], socket, request.transport)
        self.list.append(member)
        self.tell(f"* {member.name} joined")
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self.tell(f"{member.name}: {message.data}")
        finally:
            self.leave(member)
            await member.end()
        return socket

    def tell(self, text):
        for member in self.list:
            member.hear(text)
        for member in [member for member in self.list if len(member.waiting) > 100]:
            member.transport.abort()
            self.leave(member)

    def leave(self, member):
        if member in self.list:
            self.list.remove(member)
            self.tell(f"* {member.name} left")

    async def close(self):
        members = self.list[:]
        self.list.clear()
        try:
            async with asyncio.timeout(1), asyncio.TaskGroup() as group:
                for member in members:
                    group.create_task(member.socket.close(code=1001))
        except TimeoutError:
            pass
        for member in members:
            member.transport.abort()
