"""Asks which arguments aiohttp was given."""

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


async def test_arguments():
    with aioresponses() as service:
        service.get(url("Oslo"), payload={"celsius": 4.5})
        async with aiohttp.ClientSession() as session:
            await temperature(session, "Oslo")
        service.assert_called_with(f"{SERVICE}/weather", params={"city": "Oslo"})
