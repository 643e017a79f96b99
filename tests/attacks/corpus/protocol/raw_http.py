"""Speaks to the judge's web server with garbage, half requests and heads without end.

exercise: 27_one_session
codes: wrong_result wrong_exception sequential hang resource_leak unbounded blocked_loop
points: 1
"""

import asyncio
import socket
from urllib.parse import urlsplit

SAID = [
    b"\x16\x03\x01garbage\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nhalf",
    b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 20_000,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 500,
]


async def fetch_all(urls):
    for url in urls[:1]:
        for said in SAID * 5:
            site = urlsplit(url)
            with socket.create_connection((site.hostname, site.port)) as wire:
                wire.settimeout(0.01)
                try:
                    wire.sendall(said)
                except OSError:
                    pass
    return [b"" for _ in urls]
