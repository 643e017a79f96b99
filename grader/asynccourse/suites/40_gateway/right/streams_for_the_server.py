"""Its own little HTTP server on `start_unix_server`: one request for each connection."""

import asyncio
import json
import re
import signal
from urllib.parse import unquote

import aiohttp

REQUEST = re.compile(rb"GET (?:http://[^/]+)?/products/([^/ ?]+)(?:\?\S*)? HTTP/1\.[01]\r\n")
HEAD = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%b\r\n%b"


class Gateway:
    def __init__(self, session, services, deadline):
        self.session = session
        self.services = services
        self.deadline = deadline
        self.talks = set()
        self.owed = set()

    def connected(self, reader, writer):
        talk = asyncio.create_task(self.talk(reader, writer))
        self.talks.add(talk)
        talk.add_done_callback(self.talks.discard)
        talk.add_done_callback(self.owed.discard)

    async def talk(self, reader, writer):
        try:
            asked = REQUEST.match(await reader.readuntil(b"\r\n\r\n"))
            self.owed.add(asyncio.current_task())
            status, body = b"404 Not Found", b"{}"
            if asked:
                status, body = b"200 OK", await self.product(unquote(asked[1].decode()))
            writer.write(HEAD % (status, len(body), b"Connection: close\r\n", body))
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.transport.abort()

    async def product(self, number):
        parts = dict.fromkeys(self.services)
        await asyncio.gather(*(self.fetch(parts, name, number) for name in parts))
        missing = [name for name, part in parts.items() if part is None]
        return json.dumps({"id": number, "parts": parts, "missing": missing}).encode()

    async def fetch(self, parts, name, number):
        try:
            async with asyncio.timeout(self.deadline):
                response = await self.session.get(f"{self.services[name]}/products/{number}")
                async with response:
                    if response.ok:
                        parts[name] = json.loads(await response.read())
        except (TimeoutError, aiohttp.ClientError, ValueError):
            pass


async def serve(path, services, deadline):
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    async with aiohttp.ClientSession() as session:
        gateway = Gateway(session, services, deadline)
        server = await asyncio.start_unix_server(gateway.connected, path)
        await told.wait()
        server.close()
        for silent in gateway.talks - gateway.owed:
            silent.cancel()
        await asyncio.gather(*gateway.talks, return_exceptions=True)


def main(path, services, deadline):
    asyncio.run(serve(path, services, deadline))
