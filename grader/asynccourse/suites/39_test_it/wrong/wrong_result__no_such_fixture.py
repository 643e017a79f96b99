"""Asks for a fixture that isn't there."""

import aiohttp
from aioresponses import aioresponses
from client import SERVICE, temperature


async def test_temperature(session) -> None:
    with aioresponses() as service:
        service.get(f"{SERVICE}/weather?city=Oslo", payload={"celsius": 4.5})
        assert await temperature(session, "Oslo") == 4.5
