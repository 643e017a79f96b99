"""Leaves a server running, in a thread that never ends."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import aiohttp
from aioresponses import aioresponses
from client import SERVICE, temperature


async def test_temperature():
    with aioresponses() as service:
        service.get(f"{SERVICE}/weather?city=Oslo", payload={"celsius": 4.5})
        async with aiohttp.ClientSession() as session:
            assert await temperature(session, "Oslo") == 4.5


def test_with_a_server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    assert server.server_port
