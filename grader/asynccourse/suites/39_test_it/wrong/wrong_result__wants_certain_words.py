"""Asks for certain words in a message."""

import aiohttp
import pytest
from aioresponses import aioresponses
from client import SERVICE, UnknownCity, temperature, warmest
from yarl import URL


def url(city):
    return f"{SERVICE}/weather?city={city}"


async def test_temperature():
    with aioresponses() as service:
        service.get(url("Oslo"), payload={"celsius": 4.5})
        async with aiohttp.ClientSession() as session:
            assert await temperature(session, "Oslo") == 4.5


async def test_words():
    with aioresponses():
        async with aiohttp.ClientSession() as session:
            with pytest.raises(ValueError, match="none of these cities is known"):
                await warmest(session, [])
