"""Marks its tests as expected to fail: none of them ever does."""

import aiohttp
import pytest
from aioresponses import aioresponses
from client import SERVICE, temperature
from yarl import URL

pytestmark = pytest.mark.xfail(strict=False, reason="not always")


async def test_retries():
    with aioresponses() as service:
        for status in (503, 503, 200):
            service.get(f"{SERVICE}/weather?city=Oslo", status=status, payload={"celsius": 1})
        async with aiohttp.ClientSession() as session:
            assert await temperature(session, "Oslo") == 1
        assert len(service.requests[("GET", URL(f"{SERVICE}/weather?city=Oslo"))]) == 3
