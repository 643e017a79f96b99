"""HTTP by hand on `asyncio.start_server`; a resolver of its own leads the service's name to it."""

import asyncio
import contextlib
import json
import socket
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver
from client import UnknownCity, temperature, warmest


class OnlyHere(AbstractResolver):
    def __init__(self, port):
        self.port = port

    async def resolve(self, host, port=0, family=socket.AF_INET):
        assert host == "weather.example"
        return [
            {
                "hostname": host,
                "host": "127.0.0.1",
                "port": self.port,
                "family": socket.AF_INET,
                "proto": 0,
                "flags": socket.AI_NUMERICHOST,
            }
        ]

    async def close(self):
        pass


@contextlib.asynccontextmanager
async def weather(**script):
    """Give a session, and the list of cities that were asked for."""
    asked = []

    async def talk(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.decode().split(" ", 2)
        parts = urlsplit(target)
        assert (method, parts.path) == ("GET", "/weather")
        (city,) = parse_qs(parts.query)["city"]
        asked.append(city)
        status, celsius = script[city][min(asked.count(city), len(script[city])) - 1]
        body = json.dumps({"celsius": celsius}).encode()
        writer.write(
            b"HTTP/1.1 %d Said\r\nContent-Type: application/json\r\n"
            b"Connection: close\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body)
        )
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        connector = aiohttp.TCPConnector(resolver=OnlyHere(port), use_dns_cache=False)
        async with aiohttp.ClientSession(connector=connector) as session:
            yield session, asked


async def test_a_busy_service():
    async with weather(Oslo=[(503, 1), (503, 2), (200, 3), (200, 4)]) as (session, asked):
        assert await temperature(session, "Oslo") == 3
        assert len(asked) == 3
    async with weather(Oslo=[(503, 1)]) as (session, asked):
        with pytest.raises(aiohttp.ClientResponseError) as caught:
            await temperature(session, "Oslo", attempts=2)
        assert caught.value.status == 503
        assert len(asked) == 2


async def test_errors():
    for status, error in ((404, UnknownCity), (500, aiohttp.ClientResponseError)):
        async with weather(Oslo=[(status, 1), (200, 2)]) as (session, asked):
            with pytest.raises(error):
                await temperature(session, "Oslo")
            assert asked == ["Oslo"]


async def test_the_warmest():
    cities = {"A": [(200, -5)], "C": [(200, 11)], "B": [(200, 4)], "D": [(404, 99)]}
    async with weather(**cities) as (session, asked):
        assert await warmest(session, cities) == "C"
        assert sorted(asked) == ["A", "B", "C", "D"]


async def test_no_warmest():
    async with weather(A=[(500, 1)], B=[(200, 1)], C=[(404, 1)]) as (session, _):
        with pytest.raises(aiohttp.ClientResponseError):
            await warmest(session, ["B", "A"])
        with pytest.raises(ValueError):
            await warmest(session, ["C"])
