"""A context manager has the seat, an async generator gives its texts, a timeout cuts the end."""

import asyncio
import contextlib
from collections import deque

from aiohttp import WSMsgType, web

BACKLOG = 100
GRACE = 1.0


class Mailbox:
    def __init__(self):
        self.texts = deque()
        self.waiter = None

    def put(self, text):
        if len(self.texts) == BACKLOG:
            raise OverflowError
        self.texts.append(text)
        if self.waiter and not self.waiter.done():
            self.waiter.set_result(None)

    async def __aiter__(self):
        while True:
            while self.texts:
                yield self.texts.popleft()
            self.waiter = asyncio.get_running_loop().create_future()
            await self.waiter


class ChatRoom:
    def __init__(self):
        self._boxes = {}

    @property
    def members(self):
        return [name for name, *_ in self._boxes.values()]

    async def handle(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        name = request.query["name"]
        async with self._seat(name, socket, request.transport):
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._tell(f"{name}: {message.data}")
        return socket

    @contextlib.asynccontextmanager
    async def _seat(self, name, socket, transport):
        box = Mailbox()

        async def deliver():
            with contextlib.suppress(ConnectionError):
                async for text in box:
                    await socket.send_str(text)

        self._boxes[box] = name, socket, transport
        task = asyncio.create_task(deliver())
        self._tell(f"* {name} joined")
        try:
            yield
        finally:
            self._take_out(box)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def _take_out(self, box):
        if box in self._boxes:
            name, *_ = self._boxes.pop(box)
            self._tell(f"* {name} left")

    def _tell(self, text):
        overflowing = []
        for box, (_, _, transport) in self._boxes.items():
            try:
                box.put(text)
            except OverflowError:
                transport.abort()
                overflowing.append(box)
        for box in overflowing:
            self._take_out(box)

    async def close(self):
        seats = list(self._boxes.values())
        self._boxes.clear()
        closing = [asyncio.ensure_future(socket.close(code=1001)) for _, socket, _ in seats]
        try:
            await asyncio.wait_for(asyncio.gather(*closing), GRACE)
        except TimeoutError:
            for _, _, transport in seats:
                transport.abort()
