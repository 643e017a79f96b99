"""Never closes its session."""

import aiohttp
from aioresponses import aioresponses
from client import SERVICE, temperature


async def test_temperature() -> None:
    with aioresponses() as service:
        service.get(f"{SERVICE}/weather?city=Oslo", payload={"celsius": 4.5})
        session = aiohttp.ClientSession()
        assert await temperature(session, "Oslo") == 4.5
