"""The room says things into a linked list; each member follows it, and is counted by its number."""

import asyncio

from aiohttp import WSMsgType, web

BACKLOG = 100
GRACE = 1.0


class Link:
    def __init__(self):
        self.text = ""
        self.next = None
        self.said = asyncio.Event()


class Seat:
    def __init__(self, name, socket, transport, link, taken):
        self.name = name
        self.socket = socket
        self.transport = transport
        self.link = link
        self.taken = taken

    async def follow(self):
        while True:
            await self.link.said.wait()
            text, self.link = self.link.text, self.link.next
            self.taken += 1
            try:
                await self.socket.send_str(text)
            except ConnectionError:
                return


class ChatRoom:
    def __init__(self):
        self._seats = []
        self._end = Link()
        self._said = 0

    @property
    def members(self):
        return [seat.name for seat in self._seats]

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        name = request.query["name"]
        seat = Seat(name, socket, request.transport, self._end, self._said)
        self._seats.append(seat)
        self._say(f"* {name} joined")
        following = asyncio.create_task(seat.follow())
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._say(f"{name}: {message.data}")
        finally:
            self._leave(seat)
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
        return socket

    def _say(self, text):
        link, self._end = self._end, Link()
        link.text, link.next = text, self._end
        link.said.set()
        self._said += 1
        for seat in [seat for seat in self._seats if self._said - seat.taken > BACKLOG]:
            seat.transport.abort()
            self._leave(seat)

    def _leave(self, seat):
        if seat in self._seats:
            self._seats.remove(seat)
            self._say(f"* {seat.name} left")

    async def close(self):
        seats, self._seats = self._seats, []
        aborts = [
            asyncio.get_running_loop().call_later(GRACE, seat.transport.abort) for seat in seats
        ]
        await asyncio.gather(*(seat.socket.close(code=1001) for seat in seats))
        for abort in aborts:
            abort.cancel()
