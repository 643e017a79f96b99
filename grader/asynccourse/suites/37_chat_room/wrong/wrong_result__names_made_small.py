"""Writes all names with small letters."""

import asyncio

from aiohttp import WSMsgType, web


class Member:
    def __init__(self, name, socket, transport):
        self.name, self.socket, self.transport = name, socket, transport
        self.queue = asyncio.Queue(100)

    async def send(self):
        try:
            while True:
                await self.socket.send_str(await self.queue.get())
        except ConnectionError:
            pass


class ChatRoom:
    def __init__(self):
        self.everybody = []
        self.late = []

    @property
    def members(self):
        return [member.name for member in self.everybody]

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        member = Member(request.query["name"].lower(), socket, request.transport)
        task = asyncio.create_task(member.send())
        self.everybody.append(member)
        self.tell(f"* {member.name} joined")
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self.tell(f"{member.name}: {message.data}")
        finally:
            self.leave(member)
            task.cancel()
        return socket

    def tell(self, text):
        for member in list(self.everybody):
            try:
                member.queue.put_nowait(text)
            except asyncio.QueueFull:
                member.transport.abort()
                self.late.append(member)
        while self.late:
            self.leave(self.late.pop())

    def leave(self, member):
        if member in self.everybody:
            self.everybody.remove(member)
            self.tell(f"* {member.name} left")

    async def close(self):
        members, self.everybody = self.everybody, []
        await asyncio.gather(*map(self.send_away, members))

    async def send_away(self, member):
        try:
            async with asyncio.timeout(1):
                await member.socket.close(code=1001)
        except TimeoutError:
            member.transport.abort()
