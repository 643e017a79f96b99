"""Whatever happens goes into one queue; one task tells it to all, as long as anybody is there."""

import asyncio

from aiohttp import WSMsgType, web


class Seat:
    def __init__(self, name, socket, transport):
        self.name, self.socket, self.transport = name, socket, transport
        self.waiting = asyncio.Queue(100)

    async def send(self):
        try:
            while True:
                text = await self.waiting.get()
                await self.socket.send_str(text)
        except (ConnectionError, RuntimeError):
            pass


class ChatRoom:
    def __init__(self):
        self.seats = []
        self.news = asyncio.Queue()
        self.teller = None

    @property
    def members(self):
        return [seat.name for seat in self.seats]

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        seat = Seat(request.query["name"], socket, request.transport)
        sending = asyncio.create_task(seat.send())
        if not self.seats:
            await self.stop_telling()
            self.teller = asyncio.create_task(self.tell())
        self.seats.append(seat)
        self.news.put_nowait(f"* {seat.name} joined")
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self.news.put_nowait(f"{seat.name}: {message.data}")
        finally:
            self.stand_up(seat)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            if not self.seats:
                await self.stop_telling()
        return socket

    def stand_up(self, seat):
        if seat in self.seats:
            self.seats.remove(seat)
            self.news.put_nowait(f"* {seat.name} left")

    async def tell(self):
        while True:
            text = await self.news.get()
            for seat in self.seats.copy():
                try:
                    seat.waiting.put_nowait(text)
                except asyncio.QueueFull:
                    seat.transport.abort()
                    self.stand_up(seat)

    async def stop_telling(self):
        teller, self.teller = self.teller, None
        if teller is not None:
            teller.cancel()
            await asyncio.wait([teller])
        self.news = asyncio.Queue()

    async def close(self):
        seats, self.seats = self.seats, []
        endings = {asyncio.create_task(seat.socket.close(code=1001)): seat for seat in seats}
        if endings:
            _, late = await asyncio.wait(endings, timeout=1)
            for ending in late:
                endings[ending].transport.abort()
                ending.cancel()
            await asyncio.gather(*endings, return_exceptions=True)
        await self.stop_telling()
