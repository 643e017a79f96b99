"""Its made-up answer to an error has no reason, which aiohttp takes for granted."""

import aiohttp
import pytest
from aioresponses import CallbackResult, aioresponses
from client import SERVICE, temperature


def too_busy(url, **kwargs):
    return CallbackResult(status=503)


async def test_remains():
    with aioresponses() as service:
        service.get(f"{SERVICE}/weather?city=Oslo", callback=too_busy, repeat=True)
        async with aiohttp.ClientSession() as session:
            with pytest.raises(aiohttp.ClientResponseError):
                await temperature(session, "Oslo")
