"""Tests what goes well, and nothing else."""

import aiohttp
from aioresponses import aioresponses
from client import SERVICE, temperature, warmest


async def test_the_client() -> None:
    with aioresponses() as service:
        service.get(f"{SERVICE}/weather?city=Oslo", payload={"celsius": 4.5}, repeat=True)
        async with aiohttp.ClientSession() as session:
            assert await temperature(session, "Oslo") == 4.5
            assert await warmest(session, ["Oslo"]) == "Oslo"
