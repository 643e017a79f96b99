"""A task for each text, that waits for the one before it; no more than so many for a member."""

import asyncio

from aiohttp import WSMsgType, web


class Guest:
    def __init__(self, name, request, socket):
        self.name, self.request, self.socket = name, request, socket
        self.transport = request.transport
        self.tasks = []

    def send(self, text):
        self.tasks = [task for task in self.tasks if not task.done()]
        if len(self.tasks) > 100:
            return False
        before = self.tasks[-1] if self.tasks else None
        self.tasks.append(asyncio.create_task(self._send(text, before)))
        return True

    async def _send(self, text, before):
        if before:
            await asyncio.wait([before])
        if not self.socket.closed:
            try:
                await self.socket.send_str(text)
            except ConnectionError:
                pass

    def cut(self):
        self.transport.abort()

    async def drop(self):
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


class ChatRoom:
    def __init__(self):
        self.guests = []

    @property
    def members(self):
        return [guest.name for guest in self.guests]

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        guest = Guest(request.query["name"], request, socket)
        self.guests.append(guest)
        self.broadcast(f"* {guest.name} joined")
        try:
            async for message in socket:
                if isinstance(message.data, str) and message.type == WSMsgType.TEXT:
                    self.broadcast(f"{guest.name}: {message.data}")
        finally:
            self.dismiss(guest)
            await guest.drop()
        return socket

    def broadcast(self, text):
        slow = [guest for guest in self.guests if not guest.send(text)]
        for guest in slow:
            guest.cut()
            self.dismiss(guest)

    def dismiss(self, guest):
        try:
            self.guests.remove(guest)
        except ValueError:
            return
        self.broadcast(f"* {guest.name} left")

    async def close(self):
        guests, self.guests = self.guests, []

        async def bye(guest):
            try:
                async with asyncio.timeout(1):
                    await guest.socket.close(code=1001, message=b"closing")
            except TimeoutError:
                guest.cut()

        async with asyncio.TaskGroup() as group:
            for guest in guests:
                group.create_task(bye(guest))
