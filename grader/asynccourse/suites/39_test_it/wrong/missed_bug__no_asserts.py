"""Calls everything, and asks nothing."""

import aiohttp
import pytest
from aioresponses import aioresponses
from client import SERVICE, UnknownCity, temperature, warmest
from yarl import URL


async def test_everything():
    with aioresponses() as service:
        for status in (503, 503, 200):
            service.get(f"{SERVICE}/weather?city=Oslo", status=status, payload={"celsius": 1})
        async with aiohttp.ClientSession() as session:
            await temperature(session, "Oslo")
