"""A chat room: the reference solution."""

import asyncio

from aiohttp import WSMsgType, web

BACKLOG = 100
"""Most texts that wait for one member."""

GRACE = 1.0
"""Seconds in which a member has to take the end of its connection, when the room is closed."""


class ChatRoom:
    """Members who all hear the same, in the same order."""

    def __init__(self) -> None:
        self._members: list[_Member] = []

    @property
    def members(self) -> list[str]:
        """The names of those who are in the room, in the order in which they came."""
        return [member.name for member in self._members]

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Be the handler of `GET /chat?name=...`: one member, from joining to leaving.

        All members hear `* ada joined`, `ada: what she said` for each of her texts, and, but for
        her, `* ada left`. What isn't text is no matter. A text waits for nobody: up to `BACKLOG`
        texts wait for a member that doesn't take them, then it is cut off, and has left.
        """
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        member = _Member(request.query["name"], socket, request.transport)
        sending = asyncio.create_task(member.send_all())
        self._members.append(member)
        self._tell(f"* {member.name} joined")
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._tell(f"{member.name}: {message.data}")
        finally:
            # Whatever ended it: goodbye, a lost connection, being cut off, or cancellation.
            self._leave(member)
            sending.cancel()
            await asyncio.wait([sending])
        return socket

    async def close(self) -> None:
        """Send all members away, with the code 1001.

        Who doesn't take that within `GRACE` seconds is cut off.
        """
        # Nobody has to hear now that the others left: first all are taken out.
        members, self._members = self._members, []
        await asyncio.gather(*(member.send_away() for member in members))

    def _tell(self, text: str) -> None:
        # No `await` in here: while a text goes into the queues, nothing else can. So it has the
        # same place in all of them, and nobody waits for anybody.
        for member in [member for member in self._members if not member.hear(text)]:
            member.cut()
            self._leave(member)

    def _leave(self, member: "_Member") -> None:
        # Whoever was cut off comes by here a second time, when its handler ends.
        if member in self._members:
            self._members.remove(member)
            self._tell(f"* {member.name} left")


class _Member:
    """One connection, and the texts that wait for it."""

    def __init__(
        self, name: str, socket: web.WebSocketResponse, transport: asyncio.Transport | None
    ) -> None:
        self.name = name
        self._socket = socket
        self._transport = transport
        self._waiting: asyncio.Queue[str] = asyncio.Queue(BACKLOG)

    def hear(self, text: str) -> bool:
        """Take a text in, unless too many wait already."""
        try:
            self._waiting.put_nowait(text)
        except asyncio.QueueFull:
            return False
        return True

    async def send_all(self) -> None:
        """Send what comes, as fast as the connection takes it, until that is gone."""
        try:
            while True:
                await self._socket.send_str(await self._waiting.get())
        except ConnectionError:
            pass  # the handler is told as well

    async def send_away(self) -> None:
        """Close politely, or without manners if that takes too long."""
        try:
            async with asyncio.timeout(GRACE):
                await self._socket.close(code=1001)
        except TimeoutError:
            self.cut()

    def cut(self) -> None:
        """End the connection at once: `close` would first wait for what isn't taken."""
        if self._transport is not None:
            self._transport.abort()
