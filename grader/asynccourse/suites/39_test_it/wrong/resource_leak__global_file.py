"""Keeps a file open in the module, and never closes it."""

import aiohttp
from aioresponses import aioresponses
from client import SERVICE, temperature

CITIES = open(__file__, encoding="utf-8")


async def test_temperature() -> None:
    with aioresponses() as service:
        service.get(f"{SERVICE}/weather?city=Oslo", payload={"celsius": 4.5})
        async with aiohttp.ClientSession() as session:
            assert await temperature(session, "Oslo") == 4.5
