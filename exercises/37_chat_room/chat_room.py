"""A chat room.

`ChatRoom` works, as long as everybody reads what is sent, and nobody goes without a word. Make it
a room in which one bad connection is nobody else's trouble.
"""

import asyncio
import logging
import tempfile
from pathlib import Path

import aiohttp
from aiohttp import WSMsgType, web

BACKLOG = 100
"""Most texts that wait for one member."""

GRACE = 1.0
"""Seconds in which a member has to take the end of its connection, when the room is closed."""


class ChatRoom:
    """Members who all hear the same, in the same order."""

    def __init__(self) -> None:
        self._sockets: dict[web.WebSocketResponse, str] = {}

    @property
    def members(self) -> list[str]:
        """The names of those who are in the room, in the order in which they came."""
        return list(self._sockets.values())

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Be the handler of `GET /chat?name=...`: one member, from joining to leaving.

        All members hear `* ada joined`, `ada: what she said` for each of her texts, and, but for
        her, `* ada left`. What isn't text is no matter. A text waits for nobody: up to `BACKLOG`
        texts wait for a member that doesn't take them, then it is cut off, and has left.
        """
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        name = request.query["name"]
        self._sockets[socket] = name
        await self._tell(f"* {name} joined")
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._tell(f"{name}: {message.data}")
        del self._sockets[socket]
        await self._tell(f"* {name} left")
        return socket

    async def close(self) -> None:
        """Send all members away, with the code 1001.

        Who doesn't take that within `GRACE` seconds is cut off.
        """
        for socket in list(self._sockets):
            await socket.close(code=1001)

    # TODO: a member that doesn't read holds everybody up here; one that is gone raises.
    async def _tell(self, text: str) -> None:
        for socket in list(self._sockets):
            await socket.send_str(text)


async def main() -> None:
    """Show what is heard in a room with one member that reads nothing."""
    logging.getLogger("aiohttp.server").disabled = True  # of handlers that fail when all has ended
    room = ChatRoom()
    app = web.Application()
    app.router.add_get("/chat", room.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "socket")
        await web.UnixSite(runner, path).start()
        async with aiohttp.ClientSession(connector=aiohttp.UnixConnector(path)) as session:
            await talk(session)
        await asyncio.sleep(0.1)
        print("all have gone; in the room are", room.members)
        await runner.cleanup()


async def talk(session: aiohttp.ClientSession) -> None:
    """Let Ada talk to Bob, with Sloth in the room."""
    patience = aiohttp.ClientWSTimeout(ws_close=0.1)
    urls = [f"http://chat/chat?name={name}" for name in ("ada", "bob", "sloth")]
    ada, bob, sloth = [await session.ws_connect(url, timeout=patience) for url in urls]
    heard = 0
    try:
        for number in range(200):
            text = f"{number}".ljust(8_000, ".")
            await ada.send_str(text)
            async with asyncio.timeout(1.0):
                for socket in (ada, bob):
                    while await socket.receive_str() != f"ada: {text}":
                        pass
            heard += 1
    except TimeoutError:
        print("for a second nobody has heard anything")
    print(f"Sloth read nothing; Bob heard {heard} of Ada's 200 texts")
    for socket in (ada, bob, sloth):
        await socket.close()


if __name__ == "__main__":
    asyncio.run(main())
