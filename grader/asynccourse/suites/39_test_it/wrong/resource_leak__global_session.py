"""Keeps one session for all tests in the module, and never closes it."""

import aiohttp
from aioresponses import aioresponses
from client import SERVICE, temperature

SESSIONS = []


def session():
    if not SESSIONS:
        SESSIONS.append(aiohttp.ClientSession())
    return SESSIONS[0]


async def test_temperature() -> None:
    with aioresponses() as service:
        service.get(f"{SERVICE}/weather?city=Oslo", payload={"celsius": 4.5})
        assert await temperature(session(), "Oslo") == 4.5
