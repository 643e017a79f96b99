"""No aiohttp on the inside: streams in HTTP/1.0 ask the services."""

import asyncio
import json
import re
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from aiohttp import web


async def ask(base, number):
    """Return what a service gives."""
    url = urlsplit(base)
    reader, writer = await asyncio.open_connection(url.hostname, url.port or 80)
    try:
        target = f"{url.path.rstrip('/')}/products/{quote(number)}"
        writer.write(f"GET {target} HTTP/1.0\r\nHost: {url.netloc}\r\n\r\n".encode())
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(re.split(r":\s*", line.lower(), maxsplit=1) for line in lines)
        if int(first.split(" ")[1]) >= HTTPStatus.BAD_REQUEST:
            raise ValueError(first)
        if int(headers.get("content-length", len(body))) != len(body):
            raise ValueError("this is only the half of it")
        return json.loads(body)
    finally:
        writer.transport.abort()


def main(path, services, deadline):
    async def part(base, number):
        try:
            return await asyncio.wait_for(ask(base, number), deadline)
        except (OSError, ValueError, IndexError):
            return None

    async def product(request):
        number = request.match_info["number"]
        found = await asyncio.gather(*(part(base, number) for base in services.values()))
        parts = dict(zip(services, found, strict=True))
        missing = [name for name in parts if parts[name] is None]
        return web.json_response({"id": number, "parts": parts, "missing": missing})

    app = web.Application()
    app.router.add_get("/products/{number}", product)
    web.run_app(app, path=path, print=None)
